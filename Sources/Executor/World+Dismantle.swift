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
        for site in await sites.all { await site.leave() }
    }
}

extension Site {
    /// Ends the router and every instance that ever ran for it, on hosts that can be reached.
    func dismantle() async {
        try? await router.stop()
        for address in hosts.known {
            guard let services = try? await hosts.host(address).startedServices() else { continue }
            for service in services { try? await service.cancel(grace: .seconds(5)) }
        }
        await leave()
    }

    /// Gives back what this process holds, and waits a while for what is tidied up on other hosts.
    func leave() async {
        close()
        if let housekeeping {
            let patience = Task {
                try await Task.sleep(for: .seconds(15))
                housekeeping.cancel()
            }
            await housekeeping.value
            patience.cancel()
        }
        await hosts.close()
    }
}
