import Delivery
import Fleet
import Foundation
import Traffic

extension World {
    /// Takes everything down that was ever set up in these environments, by whomever: routers first, then every
    /// instance.
    public func dismantle(_ environments: some Sequence<EnvironmentName>) async {
        for environment in environments {
            try? await sites.site(of: environment).dismantle()
        }
    }

    /// Gives back what this process holds; routers and instances go on.
    public func close() async {
        for site in await sites.all { await site.close() }
    }
}

extension Site {
    /// Ends the router and every instance that ever ran here.
    func dismantle() async {
        try? await router.stop()
        close()
        for instance in layout.startedServices() {
            try? await instance.cancel(grace: .seconds(5))
        }
    }
}
