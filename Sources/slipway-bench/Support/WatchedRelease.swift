import Control
import Delivery
import Hosts
import Platforms
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The real program with a release under way that only orders move on, for others to watch.
struct WatchedRelease {
    private let workshop: Workshop

    var state: StateDirectory { workshop.state }

    /// Releases a first version, and then another up to the canary's first step; then does the work, and takes
    /// everything down.
    static func run<Value: Sendable>(
        in workshop: Workshop, _ work: (WatchedRelease) async throws -> Value
    ) async throws -> Value {
        let release = WatchedRelease(workshop: workshop)
        let result: Result<Value, any Error>
        do {
            result = .success(try await release.carryOut(work))
        } catch {
            result = .failure(error)
        }
        await HostPlatforms(state: workshop.state, now: { .now }).dismantle(["production"])
        return try result.get()
    }

    private func carryOut<Value: Sendable>(_ work: (WatchedRelease) async throws -> Value) async throws -> Value {
        try workshop.write(try Self.pipeline(), to: "slipway.yml")
        try workshop.write("1.0.0\n", to: "dist/VERSION")
        try await start { _ in }
        try workshop.write("2.0.0\n", to: "dist/VERSION")
        return try await start { executor in
            do {
                try await eventually("the canary has its share", within: .seconds(30)) { try await share > .none }
                let value = try await work(self)
                try await ControlClient.connect(to: state).order(.rollBack)
                return value
            } catch {
                kill(executor, SIGKILL)
                throw error
            }
        }
    }

    @discardableResult
    private func start<Value: Sendable>(_ work: (_ executor: pid_t) async throws -> Value) async throws -> Value {
        try await Subprocess.run(
            .path(FilePath(try BenchProgram.slipway)),
            arguments: ["run", "--output", "plain", "--state", state.path],
            environment: .inherit.updating(["SLIPWAY_BENCH": try BenchProgram.path]),
            workingDirectory: FilePath(workshop.workspace.path), input: .none, output: .discarded, error: .discarded
        ) { try await work($0.processIdentifier.value) }.closureResult
    }

    private var share: Share {
        get async throws {
            let reader = try await JournalReader.open(in: state)
            guard let last = try await reader.ledger().lastRun, last > RunNumber(1) else { return .none }
            return try await reader.state(of: last)?.release?.split ?? .none
        }
    }

    private static func pipeline() throws -> String {
        """
        name: bench
        release: automatic
        accept-risk: a measurement
        stages:
          - name: production
            steps:
              - artifact: { path: dist, version-from: dist/VERSION }
              - deploy: production
        environments:
          production:
            service: { start: 'exec "$SLIPWAY_BENCH" serve --port "$PORT"' }
            traffic: { haproxy: { listen: "127.0.0.1:\(try FreePort.next())" } }
            strategy: { canary: { steps: [5%], bake: { for: 10h } } }

        """
    }
}
