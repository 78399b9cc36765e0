import ArgumentParser
import Delivery
import DemoShop
import Platforms
import Fleet
import Executor
import Foundation
import Journal
import Subprocess
import Values

/// The demo from its first file to the last process: everything it starts, it ends.
struct Demo {
    private let scenario: DemoScenario
    private let isHeadless: Bool
    private let mode: OutputMode
    private let state: DemoState
    private let workspace: DemoWorkspace
    private let program: String
    private let actor = Actor(name: "demo")

    init(
        scenario: DemoScenario, bake: Duration, isHeadless: Bool, mode: OutputMode, state: String?, port: Int?
    ) throws {
        self.scenario = scenario
        self.isHeadless = isHeadless
        self.mode = mode
        self.state = try DemoState(path: state)
        program = try DemoProgram.locate()
        let listen = Endpoint(address: "127.0.0.1", port: try port ?? FreePort.pick())
        workspace = DemoWorkspace(directory: self.state.directory.appending(path: "source"), listen: listen, bake: bake)
    }

    func carryOut() async throws -> ExitStatus {
        say("state: \(state.directory.path)")
        var variables = ProcessInfo.processInfo.environment
        variables["SLIPWAY_DEMO_SHOP"] = program
        let session = try await Session.open(state.directory.path, to: .begin, variables: variables)
        try state.leaveMark()
        let customers = DemoCustomers(in: state.directory, program: program)
        let ending: Swift.Result<ExitStatus, any Error>
        do {
            ending = .success(try await release(in: session, customers, variables))
        } catch {
            ending = .failure(error)
        }
        let isDown = await takeDown(session, customers)
        let status = try ending.get()
        return isDown ? status : .errored
    }

    private func release(
        in session: Session, _ customers: DemoCustomers, _ variables: [String: String]
    ) async throws -> ExitStatus {
        say("releasing 1.41.0, the version that customers have")
        try workspace.write(version: "1.41.0", scenario: .good)
        let first = try await carryOut(
            "Open the shop", in: session, RunPresenter(session: session, mode: nil, approver: actor))
        guard first == .succeeded else {
            throw CommandFailure(first, "version 1.41.0 could not be released; its events say why")
        }
        say("customers come to http://\(workspace.listen)")
        try await customers.come(to: workspace.listen, variables: variables)
        try workspace.write(version: "1.42.0", scenario: scenario)
        return try await carryOut(
            "Add gift cards", in: session,
            RunPresenter(
                session: session, mode: mode, approver: isHeadless ? actor : nil,
                file: workspace.pipelineFile))
    }

    private func carryOut(
        _ title: String, in session: Session, _ presenter: RunPresenter
    ) async throws -> ExitStatus {
        try await presenter.carryOut(
            try loadPipeline(workspace.pipelineFile), Change(title: title, author: "ana"), by: .current,
            in: workspace.directory)
    }

    /// Gives whether everything has gone.
    private func takeDown(_ session: Session, _ customers: DemoCustomers) async -> Bool {
        if let version = await versionInService() { say("in service at the end: \(version)") }
        var left: [Problem] = []
        do {
            if let report = try await customers.leave() { say(report.sentence) }
        } catch {
            left.append(error)
        }
        left += await session.world.platforms.dismantle(["production"])
        await session.close()
        let path = state.directory.path
        guard left.isEmpty else {
            // By what would be tidied up it can be found.
            for line in DemoLeftovers.sentences(of: left, in: path) { StandardStream.error.write("slipway: \(line)") }
            return false
        }
        state.tidy()
        say("everything is taken down; the record: slipway events --state \(path)")
        return true
    }

    /// Asks the shop itself, through the router, as a customer would.
    ///
    /// curl asks: on Linux URLSession can end the whole process.
    private func versionInService() async -> String? {
        var platform = PlatformOptions()
        platform.createSession = true
        let arguments = [
            "--disable", "--silent", "--fail", "--noproxy", "*", "--max-time", "5",
            "http://\(workspace.listen)/version",
        ]
        let curl = try? await Subprocess.run(
            .name("curl"), arguments: Arguments(arguments), platformOptions: platform, input: .none,
            output: .string(limit: 64 << 10))
        guard let curl, curl.terminationStatus.isSuccess,
            let answer = try? JSONDecoder().decode(ShopIdentity.self, from: Data(curl.standardOutput.utf8))
        else { return nil }
        return [answer.version, answer.digest.map { String($0.prefix(12)) }].compactMap { $0 }.joined(separator: " ")
    }

    /// What the demo says about itself never mixes with the events.
    private func say(_ line: String) {
        (mode == .json ? StandardStream.error : .output).write(line)
    }
}

extension CustomerReport {
    fileprivate var sentence: String {
        let versions = versions.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value.ok) ok, \($0.value.failed) failed" }
        return
            "customers: \(totals.sent) requests, \(totals.results.failed) failed (\(versions.joined(separator: "; ")))"
    }
}
