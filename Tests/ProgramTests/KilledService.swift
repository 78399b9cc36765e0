import Delivery
import Foundation
import SlipwayTesting
import Testing
import HAProxy
import Values

/// What a machine does to what runs on it: instances and routers end, and nobody is asked.
struct KilledService {
    let state: String

    private var environments: URL { URL(filePath: state).appending(path: "environments") }

    /// Kills every instance in a slot, with whoever looks after it.
    ///
    /// - Parameter isForGood: whether nobody can start them again.
    func kill(_ slot: Slot, in environment: String = "production", forGood isForGood: Bool = true) throws {
        try signal(SIGKILL, slot, in: environment, forGood: isForGood)
    }

    /// Kills one of them.
    func kill(_ instance: InstanceID, in environment: String = "production", forGood isForGood: Bool = true) throws {
        try signal(SIGKILL, instance.slot, index: instance.index, in: environment, forGood: isForGood)
    }

    /// What was killed for good can be started again.
    func allowStarts() throws {
        for entry in try entries(of: "production") where entry.lastPathComponent.hasSuffix(".start") {
            if entry.hasDirectoryPath { try FileManager.default.removeItem(at: entry) }
        }
    }

    /// Where a start would be noted there is no room for a note.
    private func forbidStarts(of instance: URL) throws {
        try FileManager.default.createDirectory(
            at: instance.appendingPathExtension("start"), withIntermediateDirectories: true)
    }

    private func entries(of environment: String) throws -> [URL] {
        let runs = environments.appending(path: "\(environment)/run")
        return try FileManager.default.contentsOfDirectory(at: runs, includingPropertiesForKeys: nil).flatMap {
            try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: [.isDirectoryKey])
        }
    }

    /// Kills whoever looks after the instances in a slot; they themselves go on.
    func killSupervisors(of slot: Slot, in environment: String = "production") throws {
        try signal(SIGKILL, slot, in: environment) { $0 }
    }

    /// Sends a signal to every instance in a slot, and to whoever looks after it.
    ///
    /// - Parameter target: whom to signal, by the number of an instance's supervisor, which is its group's as well.
    func signal(
        _ signal: Int32, _ slot: Slot, index: Int? = nil, in environment: String = "production",
        forGood isForGood: Bool = false, to target: (pid_t) -> pid_t = { -$0 }
    ) throws {
        let runs = environments.appending(path: "\(environment)/run")
        let claims = FileManager.default.enumerator(at: runs, includingPropertiesForKeys: nil)
        var count = 0
        for case let file as URL in claims ?? .init() where file.lastPathComponent == "claim" {
            guard file.path.contains("/\(slot.rawValue)-\(index.map { "\($0 + 1)/" } ?? "")"),
                let group = pid_t(
                    try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines))
            else { continue }
            if isForGood { try forbidStarts(of: file.deletingLastPathComponent()) }
            if Foundation.kill(target(group), signal) == 0 { count += 1 }
        }
        #expect(count > 0, "there was something in \(slot)")
    }

    /// Kills the router, and puts something where its next configuration would be written.
    func killRouterForGood() async throws {
        try FileManager.default.createDirectory(at: routerBlock, withIntermediateDirectories: true)
        try await killRouter()
    }

    func allowRouter() throws { try FileManager.default.removeItem(at: routerBlock.deletingLastPathComponent()) }

    private var routerBlock: URL { environments.appending(path: "production/router/haproxy.cfg.new/x") }

    func killRouter(in environment: String = "production") async throws {
        let router = try HAProxyInstance(
            paths: HAProxyPaths(directory: environments.appending(path: "\(environment)/router").path))
        Foundation.kill(try await router.counters().processIdentifier, SIGKILL)
    }
}
