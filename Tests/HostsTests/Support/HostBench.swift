import Delivery
import Fleet
import Foundation
import HAProxy
import Platforms
import SlipwayTesting
import StateDirectory
import Subprocess
import Testing
import Values
import Variables

@testable import Hosts

/// Hosts behind HAProxy, all of which are this machine in the end: that is where the bench looks.
struct HostBench: PlatformBench {
    let settings: Delivery.Environment
    private let state: TemporaryState
    private let port: Int
    private let server: SSHServer?

    static func with(_ body: (HostBench) async throws -> Void) async throws {
        try await HostBench(on: [.local], server: nil).run(body)
    }

    /// With a host behind an sshd of its own.
    static func withSSH(
        besides hosts: [HostAddress] = [], _ body: (HostBench) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        try await SSHServer.serving(in: URL(filePath: folder.path, directoryHint: .isDirectory)) { server in
            let host = try #require(HostAddress("ssh://127.0.0.1:\(server.port)"))
            try await HostBench(on: hosts + [host], server: server).run(body)
        }
    }

    private func run(_ body: (HostBench) async throws -> Void) async throws {
        do {
            try await body(self)
        } catch {
            await takeDown()
            throw error
        }
        await takeDown()
    }

    private init(on hosts: [HostAddress], server: SSHServer?) throws {
        state = try TemporaryState()
        self.server = server
        port = try FreePort.next()
        settings = Delivery.Environment(
            hosts: hosts,
            service: Service(
                start: "exec python3 -m http.server --bind 127.0.0.1 \"$PORT\"", drainWithin: .seconds(5),
                stopWithin: .seconds(2)),
            traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: port)),
            strategy: .canary(
                CanaryStrategy(
                    steps: [Share(percent: 50)],
                    bake: Bake(duration: .seconds(3600), requests: 0, limit: .seconds(3600)))),
            health: [.responding(path: "/VERSION", within: .seconds(2))], onNoData: .continue)
    }

    private func takeDown() async {
        let left = await platforms.dismantle(["production"])
        if !left.isEmpty { Issue.record("\(left)") }
    }

    var now: Timestamp { .wallClock }

    func open() async throws -> any Platform { try await platforms.platform(of: "production") }

    /// As a process has them that has just begun.
    private var platforms: HostPlatforms {
        var variables = ProcessInfo.processInfo.environment
        variables["SLIPWAY_SSH_CONFIG"] = server?.configuration
        return HostPlatforms(state: state.directory, variables: PassedVariables(all: variables), now: { .wallClock })
    }

    func artifact(_ version: String) async throws -> Artifact {
        let workspace = URL(filePath: state.directory.path).appending(path: "workspace-\(version)/dist")
        try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
        try Data(version.utf8).write(to: workspace.appending(path: "VERSION"))
        let store = ArtifactStore(directory: URL(filePath: state.directory.artifacts))
        let stored = try await store.add("dist", of: workspace.deletingLastPathComponent())
        return Artifact(digest: stored.digest, version: version, size: stored.size)
    }

    /// What the router says, which users' requests have to bear out.
    func shares() async throws -> [Slot: Share] {
        let router = HAProxyInstance(paths: try state.directory.routerPaths(of: "production"))
        guard let split = try? await router.currentSplit() else {
            let heard = try await versionsThatUsersGet()
            if !heard.isEmpty { throw ShareUnclear("nobody routes, and users get \(heard)") }
            return [:]
        }
        let share = split.effectiveShare(at: .wallClock)
        let heard = try await versionsThatUsersGet()
        if share > .none, share < .all, heard.count != 2 { throw ShareUnclear("at \(share) users get \(heard)") }
        if share == .none, heard.count > 1 { throw ShareUnclear("without a share users get \(heard)") }
        return [split.stable: Share(basisPoints: Share.all.basisPoints - share.basisPoints), split.stable.other: share]
    }

    private func versionsThatUsersGet() async throws -> Set<String> {
        let addresses = Array(repeating: "http://127.0.0.1:\(port)/VERSION", count: 24)
        let result = try await Subprocess.run(
            .name("curl"), arguments: Arguments(["-s", "-f", "-w", "\\n"] + addresses), output: .string(limit: 1 << 16),
            error: .discarded)
        return Set(result.standardOutput.split(separator: "\n").map(String.init))
    }

    private struct ShareUnclear: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    func running() async throws -> Set<InstanceID> {
        let environment = URL(filePath: state.directory.environment("production"))
        let group = HostGroup(directory: environment, variables: [:])
        var running: Set<InstanceID> = []
        for address in settings.hosts {
            guard let root = try root(of: address, environment) else { continue }
            let host = LocalHost(layout: HostLayout(root: root))
            for (run, slot) in (1...2).flatMap({ run in Slot.allCases.map { (run, $0) } }) {
                let id = InstanceID(run: RunNumber(run), host: address, slot: slot, index: 0)
                let instance = ServiceInstance(on: host, at: group.place(of: id))
                if try await instance.command.state() == .running { running.insert(id) }
            }
        }
        return running
    }

    /// Where a host keeps what it has of the environment, as this machine sees it; `nil` before anything was there.
    private func root(of address: HostAddress, _ environment: URL) throws -> URL? {
        guard address != .local, let server else { return environment }
        guard let note = try? String(contentsOf: environment.appending(path: "host-root"), encoding: .utf8) else {
            return nil
        }
        return URL(filePath: server.home).appending(path: note, directoryHint: .isDirectory)
    }

    func pass(_ time: Duration) async throws { try await Task.sleep(for: time) }
}

extension Timestamp {
    fileprivate static var wallClock: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
