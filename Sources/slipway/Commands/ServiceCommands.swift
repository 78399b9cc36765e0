import ArgumentParser
import Control
import Delivery
import Executor
import Foundation
import Journal
import StateDirectory
import Values

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start what is in service in an environment, as it was released: what was taken down, and what ended."
    )

    @Argument(help: "The environment.")
    var environment: String

    @Option(help: "Reason, kept in the record.")
    var reason = ""

    @Option(help: "State directory.")
    var state = ".slipway"

    func run() async throws {
        let order = ServiceOrder(.bringUp(EnvironmentName(environment)), reason: reason, in: state)
        try await order.carryOut { report in
            let version = report.record.stable?.artifact.version ?? "nothing"
            guard report.isWhole else {
                let trouble = report.trouble ?? "it does not answer yet"
                throw CommandFailure(.failed, "\(report.environment): \(version)  \(trouble)")
            }
            StandardStream.output.write("\(report.environment): \(version) is up, \(report.countSentence)")
        }
    }
}

struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract:
            "End what is in service in an environment, router first. Nobody starts it again before slipway up does.")

    @Argument(help: "The environment.")
    var environment: String

    @Option(help: "Reason, kept in the record; status says it.")
    var reason: String

    @Option(help: "State directory.")
    var state = ".slipway"

    func validate() throws { try check(reason: reason) }

    func run() async throws {
        let order = ServiceOrder(.takeDown(EnvironmentName(environment)), reason: reason, in: state)
        try await order.carryOut { report in
            guard report.record.isStopped else {
                throw CommandFailure(
                    .failed, "\(report.environment) is being taken down, and has not ended yet; see slipway status")
            }
            StandardStream.output.write(
                "\(report.environment) is down; start it again: slipway up \(report.environment)")
        }
    }
}

/// An order about what is in service, which is carried out at once: by the executor that lives, or here.
private struct ServiceOrder {
    private let order: StandingOrder
    private let environment: EnvironmentName
    private let reason: String
    private let state: StateDirectory

    /// How long it may take until what was ordered is so.
    private static let patience = Duration.seconds(60)

    init(_ order: StandingOrder, reason: String, in state: String) {
        self.order = order
        self.reason = reason
        self.state = StateDirectory(path: state)
        switch order {
        case .bringUp(let name), .takeDown(let name), .freeze(let name), .unfreeze(let name): environment = name
        case .disableTransition(let stage, _), .enableTransition(let stage, _):
            environment = EnvironmentName(stage.rawValue)
        }
    }

    /// - Parameter telling: hears how the environment is after that.
    func carryOut(_ telling: (ServiceReport) throws -> Void) async throws {
        try await reporting {
            do {
                try await give()
                try telling(await report())
            } catch ControlError.refused(let refusal) {
                throw CommandFailure(.failed, refusal)
            } catch let refusal as Refusal {
                throw CommandFailure(.failed, refusal)
            }
        }
    }

    private func give() async throws {
        let id = UUID().uuidString
        try await withExecutor(of: state) { client in
            _ = try await client.order(order, id: id, reason: reason)
            try await awaitEffect()
        } otherwise: {
            try await withSession(in: state.path) { session in
                try await session.recorder.order(order, by: .current, reason: reason, at: .now)
                try await ServiceKeeper(of: session).settle(environment, within: Self.patience)
            }
        }
    }

    /// The executor does it; its journal says when.
    private func awaitEffect() async throws {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            let report = try await report()
            if report.record.takenDown == nil ? report.isWhole : report.record.isStopped { return }
            if !report.record.givenUp.isEmpty { return }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private func report() async throws -> ServiceReport {
        guard let record = try await JournalReader.open(in: state).ledger().environments[environment] else {
            throw CommandFailure(.failed, "nothing was ever released into \(environment)")
        }
        return await ServiceReport.ask(environment, record, interrupted: nil, of: state)
    }
}
