import ArgumentParser
import Control
import Delivery
import Executor
import Foundation
import Journal
import StateDirectory
import Values

struct StandingOptions: ParsableArguments {
    @Option(help: "Reason, kept in the record; everybody who has to wait sees it.")
    var reason: String

    @Option(help: "State directory.")
    var state = ".slipway"

    func validate() throws { try check(reason: reason) }

    /// Has the executor that lives record the order, or records it here.
    func give(_ order: StandingOrder) async throws {
        try await reporting {
            do {
                _ = try await record(order)
                StandardStream.output.write(order.sentence)
            } catch ControlError.refused(let refusal) {
                throw CommandFailure(.failed, refusal)
            } catch let refusal as Refusal {
                throw CommandFailure(.failed, refusal)
            }
        }
    }

    private func record(_ order: StandingOrder) async throws -> Int64 {
        let id = UUID().uuidString
        return try await withExecutor(of: StateDirectory(path: state)) { client in
            try await client.order(order, id: id, reason: reason)
        } otherwise: {
            try await withSession(in: state) { session in
                try await session.recorder.order(order, by: .current, reason: reason, at: .now)
            }
        }
    }
}

struct FreezeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze",
        abstract: "Block releases to an environment. One under way goes on; halt is for that.")

    @Argument(help: "The environment.")
    var environment: String

    @OptionGroup var options: StandingOptions

    func run() async throws { try await options.give(.freeze(EnvironmentName(environment))) }
}

struct UnfreezeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unfreeze", abstract: "Allow releases to an environment again.")

    @Argument(help: "The environment.")
    var environment: String

    @OptionGroup var options: StandingOptions

    func run() async throws { try await options.give(.unfreeze(EnvironmentName(environment))) }
}

struct TransitionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transition", abstract: "Block a stage, or open it again.",
        subcommands: [EnableTransitionCommand.self, DisableTransitionCommand.self])
}

struct EnableTransitionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Open a stage again.")

    @Argument(help: "The stage.")
    var stage: String

    @Option(help: "The pipeline, where several have such a stage.")
    var pipeline: String?

    @OptionGroup var options: StandingOptions

    func run() async throws { try await options.give(.enableTransition(StageName(stage), pipeline: pipeline)) }
}

struct DisableTransitionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Block a stage: no run enters it; those in it go on.")

    @Argument(help: "The stage.")
    var stage: String

    @Option(help: "The pipeline, where several have such a stage.")
    var pipeline: String?

    @OptionGroup var options: StandingOptions

    func run() async throws { try await options.give(.disableTransition(StageName(stage), pipeline: pipeline)) }
}

extension StandingOrder {
    /// What was done.
    fileprivate var sentence: String {
        switch self {
        case .freeze(let environment): "\(environment) is frozen"
        case .unfreeze(let environment): "\(environment) is open again"
        case .takeDown(let environment): "\(environment) is being taken down"
        case .bringUp(let environment): "\(environment) is being brought up"
        case .disableTransition(let stage, let pipeline): "stage \(TransitionID(stage, of: pipeline)) is blocked"
        case .enableTransition(let stage, let pipeline): "stage \(TransitionID(stage, of: pipeline)) is open again"
        }
    }
}
