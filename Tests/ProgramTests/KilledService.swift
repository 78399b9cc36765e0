import Delivery
import Foundation
import SlipwayTesting
import Testing
import Traffic

/// What a machine does to what runs on it: instances and routers end, and nobody is asked.
struct KilledService {
    let state: String

    private var environments: URL { URL(filePath: state).appending(path: "environments") }

    /// Kills every instance in a slot, with whoever looks after it.
    func kill(_ slot: Slot, in environment: String = "production") throws {
        let runs = environments.appending(path: "\(environment)/run")
        let claims = FileManager.default.enumerator(at: runs, includingPropertiesForKeys: nil)
        var count = 0
        for case let file as URL in claims ?? .init() where file.lastPathComponent == "claim" {
            guard file.path.contains("/\(slot.rawValue)-"),
                let group = pid_t(
                    try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines))
            else { continue }
            if Foundation.kill(-group, SIGKILL) == 0 { count += 1 }
        }
        #expect(count > 0, "there was something to kill in \(slot)")
    }

    func killRouter(in environment: String = "production") async throws {
        let router = try HAProxyInstance(
            paths: HAProxyPaths(directory: environments.appending(path: "\(environment)/router").path))
        Foundation.kill(try await router.counters().processIdentifier, SIGKILL)
    }
}
