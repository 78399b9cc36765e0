import Delivery
import Fleet
import Foundation
import Traffic

extension World {
    /// Takes everything down that was ever set up in these environments, by whomever: routers first, then every
    /// instance.
    ///
    /// - Returns: what may still be there, and why; nothing when all has gone.
    @discardableResult
    public func dismantle(_ environments: some Sequence<EnvironmentName>) async -> [Problem] {
        var left: [Problem] = []
        for environment in environments {
            do {
                left += try await sites.site(of: environment).dismantle()
            } catch {
                left.append(Problem(what: "\(environment)", why: "\(error)"))
            }
        }
        return left
    }

    /// Gives back what this process holds; routers and instances go on.
    public func close() async {
        for site in await sites.all { await site.leave() }
    }
}

extension Site {
    /// Ends the router and every instance that ever ran for it, on hosts that can be reached; gives what may be left.
    func dismantle() async -> [Problem] {
        var left: [Problem] = []
        do { try await router.stop() } catch {
            left.append(Problem(what: "the router of \(environment)", why: "\(error)"))
        }
        for address in hosts.known { left += await endServices(on: address) }
        await leave()
        return left
    }

    private func endServices(on address: HostAddress) async -> [Problem] {
        var left: [Problem] = []
        do {
            for service in try await hosts.host(address).startedServices() {
                do { try await service.cancel(grace: .seconds(5)) } catch {
                    let place = "\(service.directory.path) on \(address.written)"
                    left.append(Problem(what: "the instance in \(place)", why: "\(error)"))
                }
            }
        } catch {
            left.append(Problem(what: "instances of \(environment) on \(address.written)", why: "\(error)"))
        }
        return left
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
