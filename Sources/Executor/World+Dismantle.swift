import Delivery
import Fleet
import Foundation
import Traffic

extension World {
    /// Takes everything down that was set up in any environment: routers first, then every instance.
    public func dismantle() async {
        for site in await sites.all { await site.dismantle() }
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
