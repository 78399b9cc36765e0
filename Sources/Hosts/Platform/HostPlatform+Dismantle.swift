import Delivery
import Fleet
import Foundation
import Platforms
import Values

extension HostPlatform {
    /// Ends the router and every instance that ever ran for it, on hosts that can be reached; gives what may be left.
    func dismantle() async -> [Problem] {
        var left: [Problem] = []
        do { try await closeRouter() } catch {
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
        await router.leave()
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
