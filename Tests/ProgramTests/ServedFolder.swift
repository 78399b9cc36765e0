import Delivery
import Hosts
import Platforms
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import HAProxy
import Values

/// A server of a test's own: its folder, its configuration, and whoever asks it from another process.
struct ServedFolder: Sendable {
    let folder: URL

    var state: String { folder.appending(path: "state").path }
    var stateDirectory: StateDirectory { StateDirectory(path: state) }

    /// Gives the work a folder, and takes away what was released from there.
    static func with(_ work: (ServedFolder) async throws -> Void) async throws {
        try await withFolder { folder in
            let served = ServedFolder(folder: folder)
            do {
                try await work(served)
            } catch {
                await served.takeDown()
                throw error
            }
            await served.takeDown()
            try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
        }
    }

    /// Writes `slipway-server.yml`: every second it looks for new commits of these pipelines.
    func configure(_ pipelines: [String], poll: String = "1s", _ settings: String...) throws {
        let files = pipelines.map { "\($0).yml" }.joined(separator: ", ")
        let lines = ["pipelines: [\(files)]", "poll: \(poll)"] + settings
        try write(lines.joined(separator: "\n") + "\n", to: "slipway-server.yml")
    }

    /// Serves for as long as the work takes, and then ends the server as an init system does.
    @discardableResult
    func serve(
        variables: [String: String] = [:], _ work: (_ server: pid_t) async throws -> Void
    ) async throws -> Program.Ending {
        let ending = try await run(variables: variables) { server in
            try await work(server)
            kill(server, SIGTERM)
        }
        #expect(ending.status == 0, "\(ending.output.suffix(3000))\(ending.error)")
        return ending
    }

    /// Serves until the work has ended the server in its own way.
    func run(
        variables: [String: String] = [:], _ work: (_ server: pid_t) async throws -> Void = { _ in }
    ) async throws -> Program.Ending {
        let variables = Demo.variables.merging(variables) { $1 }
        return try await Program.run(["serve", "--state", state], in: folder, variables: variables) { server in
            try await eventually("the server listens", within: .seconds(30)) {
                FileManager.default.fileExists(atPath: state)
                    ? try StateLock.holder(in: stateDirectory)?.pid == server : false
            }
            try await work(server)
        }
    }

    /// What another process's command says.
    func slipway(_ arguments: String...) async throws -> Program.Ending {
        try await Program.run(arguments + ["--state", state], in: folder, variables: Demo.variables)
    }

    /// Has another process give an order that must be carried out.
    func order(_ arguments: String...) async throws {
        let ending = try await Program.run(arguments + ["--state", state], in: folder, variables: Demo.variables)
        #expect(ending.status == 0, "\(arguments): \(ending.output.suffix(2000))\(ending.error)")
    }

    func record(of run: Int) -> Record { Record(of: run, in: state) }

    /// Waits until a run is in a phase.
    func run(_ number: Int, is phase: Phase) async throws {
        let record = record(of: number)
        try await eventually("run \(number) is \(phase)", within: .seconds(60)) {
            await record.current?.phase == phase
        }
    }

    /// Waits until a run has ended, and in this way.
    func run(_ number: Int, ends result: RunResult) async throws {
        try await run(number, is: .finished)
        let run = await record(of: number).current
        #expect(run?.result == result, "run \(number): \(String(describing: run?.finding)) \(run?.stages ?? [])")
    }

    func router(of environment: EnvironmentName) throws -> HAProxyInstance {
        try HAProxyInstance(paths: HAProxyPaths(directory: stateDirectory.environment(environment) + "/router"))
    }

    var ledger: Ledger { get async throws { try await JournalReader.open(in: stateDirectory).ledger() } }

    /// All that was recorded, but for the samples.
    var events: [EventRecord] {
        get async throws {
            var records: [EventRecord] = []
            for try await record in try await JournalReader.open(in: stateDirectory).eventsWithoutSamples(after: 0) {
                records.append(record)
            }
            return records
        }
    }

    func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: file), options: .atomic)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: path).path) }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: folder.appending(path: path)) }

    private func takeDown() async {
        let environments = (try? FileManager.default.contentsOfDirectory(atPath: state + "/environments")) ?? []
        await HostPlatforms(state: stateDirectory, now: { .wallClock }).dismantle(
            environments.map { EnvironmentName($0) })
    }
}
