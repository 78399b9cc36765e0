import ArgumentParser
import Control
import Delivery
import Executor
import Foundation
import Journal

/// A verb: one order to a run, from any process. A run whose executor died is taken up first, here.
protocol OrderCommand: AsyncParsableCommand {
    static var command: Delivery.Command { get }
    var order: OrderOptions { get }
    /// Whether the person insists on what would take users to what doesn't answer.
    var anyway: Bool { get }
}

extension OrderCommand {
    var anyway: Bool { false }
}

struct OrderOptions: ParsableArguments {
    @Argument(help: "The run's number; without it, the one that is under way.")
    var run: Int?

    @Option(help: "Why: it stands in the record.")
    var reason: String?

    @Option(help: "Where state is kept.")
    var state = ".slipway"
}

extension OrderCommand {
    func run() async throws {
        try await reporting {
            let id = UUID().uuidString
            do {
                throw try await withExecutor(of: StateDirectory(path: order.state)) { client in
                    let run = order.run.map { RunNumber($0) }
                    let sequence = try await client.order(
                        Self.command, run: run, id: id, reason: order.reason, anyway: anyway)
                    StandardStream.output.write("done: event \(sequence)")
                    return .succeeded
                } orStandIn: {
                    try await Self.command.reopens ? reopen() : takeUp()
                }.code
            } catch ControlError.refused(let refusal) {
                throw CommandFailure(.failed, refusal)
            }
        }
    }

    /// Nobody carries runs out: this process opens the run again, and carries it out to its end.
    private func reopen() async throws -> ExitStatus {
        try await withSession(in: order.state) { session in
            if let unfinished = try await session.journal.reader.unfinishedRun() {
                throw CommandFailure(.failed, "run \(unfinished.number) has not ended; go on with it first")
            }
            let last = await session.recorder.ledger.lastRun
            guard let number = order.run.map({ RunNumber($0) }) ?? last,
                let run = try await session.journal.reader.state(of: number)
            else { throw CommandFailure(.usage, "there is no such run in \(order.state)") }
            do {
                return try await RunPresenter(session: session, mode: .plain, approver: nil)
                    .takeUp(run, by: .current, order: (Self.command, order.reason, anyway))
            } catch let refusal as Refusal {
                throw CommandFailure(.failed, refusal)
            }
        }
    }

    /// Nobody carries the run out: this process does, from the order to the end.
    private func takeUp() async throws -> ExitStatus {
        try await withUnfinishedRun(order.run.map { RunNumber($0) }, in: order.state) { session, run in
            if let refusal = run.refusal(of: Self.command, by: .current) { throw CommandFailure(.failed, refusal) }
            StandardStream.error.write("the executor of run \(run.number) is gone; going on with it here")
            return try await RunPresenter(session: session, mode: .plain, approver: nil)
                .takeUp(run, by: .current, order: (Self.command, order.reason, anyway))
        }
    }
}

struct ApproveCommand: OrderCommand {
    static let configuration = CommandConfiguration(commandName: "approve", abstract: "Let the waiting stage begin.")
    static let command = Delivery.Command.approve
    @OptionGroup var order: OrderOptions
}

struct RejectCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Refuse the waiting stage; the run ends.")
    static let command = Delivery.Command.reject
    @OptionGroup var order: OrderOptions
}

struct HaltCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "halt", abstract: "Freeze exposure where it is, and keep judging.")
    static let command = Delivery.Command.halt
    @OptionGroup var order: OrderOptions
}

struct ResumeCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on after a halt; the bake begins again.")
    static let command = Delivery.Command.resume
    @OptionGroup var order: OrderOptions
}

struct PromoteCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Give the candidate all traffic now, without the remaining steps.")
    static let command = Delivery.Command.promote
    @OptionGroup var order: OrderOptions
}

struct RollbackCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Take all traffic from the candidate, then remove it.")
    static let command = Delivery.Command.rollBack
    @OptionGroup var order: OrderOptions
    @Flag(help: "Also when no instance of stable answers, so that nobody would be served.")
    var anyway = false
}

struct CancelCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End the run; a release under way is rolled back first.")
    static let command = Delivery.Command.cancel
    @OptionGroup var order: OrderOptions
    @Flag(help: "Also when no instance of stable answers, so that nobody would be served.")
    var anyway = false
}

struct RetryCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Do again what failed in a run that has ended, and go on from there.")
    static let command = Delivery.Command.retry
    @OptionGroup var order: OrderOptions
}

struct SkipCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Go on with a run that has ended as if its failed commands had succeeded.")
    static let command = Delivery.Command.skip
    @OptionGroup var order: OrderOptions
}
