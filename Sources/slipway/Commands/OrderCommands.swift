import ArgumentParser
import Control
import Dashboard
import Delivery
import Executor
import Foundation
import Journal
import StateDirectory
import Values
import Wording

/// A verb: one order to a run, from any process. It never becomes an executor unless it is asked to wait.
protocol OrderCommand: AsyncParsableCommand {
    static var order: Delivery.Order { get }
    var wanted: RunNumber? { get }
    var common: CommonOrderOptions { get }
    /// Whether the person insists on what would take users to what doesn't answer.
    var anyway: Bool { get }
    /// Which release of the run is meant.
    var environment: EnvironmentName? { get }
}

extension OrderCommand {
    var anyway: Bool { false }
    var environment: EnvironmentName? { nil }
}

extension OrderCommand {
    func run() async throws { try await give() }

    func give() async throws {
        try await reporting {
            let state = StateDirectory(path: common.state)
            do {
                throw try await withExecutor(of: state) { client in
                    try await give(to: client, in: state)
                } otherwise: {
                    guard common.wait else { throw try await nobody(in: state) }
                    return try await Self.order.reopens ? reopen() : takeUp()
                }.code
            } catch ControlError.refused(let refusal) {
                throw CommandFailure(await isUnknown(in: state) ? .usage : .failed, refusal)
            } catch let refusal as Refusal {
                throw CommandFailure(.failed, refusal)
            }
        }
    }

    private func give(to client: ControlClient, in state: StateDirectory) async throws -> ExitStatus {
        let choice = try await choose(in: state, asking: client)
        let id = UUID().uuidString
        let sequence = try await client.order(
            Self.order, run: choice.run, id: id, reason: common.reason, anyway: anyway, seen: choice.seen,
            environment: environment)
        // The order is taken, whatever can be read of it: others than the owner may give orders, and not read the journal.
        let reader = try? await JournalReader.open(in: state)
        let effect = try await reader?.effect(of: id, upTo: sequence)
        let sentence = effect.flatMap { EventSentence($0.event)?.longText } ?? "\(Self.order.verb): done"
        StandardStream.output.write("\((effect?.run ?? choice.run).map { "run \($0): " } ?? "")\(sentence)")
        guard common.wait, let run = effect?.run ?? choice.run else { return .succeeded }
        return try await RunViewer(run: run, state: state, mode: .plain).follow(client)
    }

    /// Whether the run that is meant was never started, as far as the journal can be read.
    private func isUnknown(in state: StateDirectory) async -> Bool {
        guard let wanted, let reader = try? await JournalReader.open(in: state) else { return false }
        do { return try await reader.state(of: wanted) == nil } catch { return false }
    }

    private func choose(in state: StateDirectory, asking client: ControlClient?) async throws -> RunChoice {
        try await RunChooser(order: Self.order, wanted: wanted, state: state, client: client).choose()
    }

    /// Why the order was not given, and what users have meanwhile.
    private func nobody(in state: StateDirectory) async throws -> CommandFailure {
        let reader = try await JournalReader.open(in: state)
        let isAny = Self.order.reopens || wanted != nil
        let run = try await isAny ? reader.run(wanted) : reader.unfinishedRun(nil)
        if let refusal = run.refusal(of: Self.order, in: environment, by: .current) {
            guard run.result == nil else { return CommandFailure(.failed, refusal) }
            return CommandFailure(
                .failed, "\(refusal); and run \(run.number) has no executor: go on with it: slipway run --continue")
        }
        if Self.order.reopens {
            return CommandFailure(
                .failed,
                "run \(run.number) has no executor that could go on with it; slipway serve can, or give the order with "
                    + "--wait to do it here")
        }
        if let loss = try await reader.loss() {
            throw CommandFailure(.errored, "run \(run.number) has no executor, and \(loss); see slipway doctor")
        }
        let users = try await users(of: run, as: reader.ledger(), in: state).map { " Users: \($0)." } ?? ""
        return CommandFailure(
            .failed,
            "run \(run.number) has no executor; go on with it: slipway run --continue (or give the order with --wait).\(users)"
        )
    }

    /// Asked, not remembered: since its executor died anything may have gone.
    private func users(of run: RunState, as ledger: Ledger, in state: StateDirectory) async -> String? {
        guard let release = environment.map(run.activeRelease) ?? run.activeRelease,
            let record = ledger.environments[release.environment]
        else { return nil }
        let report = await ServiceReport.ask(release.environment, record, interrupted: release, of: state)
        if let slot = report.strayedTo { return "the router sends them to \(slot), and nobody knows why" }
        if let problem = report.routerProblem { return "they get nothing, the router is down: \(problem)" }
        guard release.servingWithoutExecutor == .stable, report.isDown else { return release.usersWithoutExecutor }
        return "they get nothing, \(report.trouble ?? "nothing answers")"
    }

    /// Nobody carries runs out: this process opens the run again, and carries it out to its end.
    private func reopen() async throws -> ExitStatus {
        try await withSession(in: common.state) { session in
            if let unfinished = try await session.journal.reader.unfinishedRun() {
                throw CommandFailure(.failed, "run \(unfinished.number) has not ended; go on with it first")
            }
            let run = try await session.journal.reader.run(wanted)
            return try await RunPresenter(session: session, mode: .plain, approver: nil)
                .takeUp(run, by: .current, order: atTakeUp(seen: nil))
        }
    }

    /// Nobody carries the run out: this process does, from the order to the end.
    private func atTakeUp(seen: SeenChange?) -> OrderAtTakeUp {
        OrderAtTakeUp(
            order: Self.order, reason: common.reason, anyway: anyway, seen: seen, environment: environment)
    }

    private func takeUp() async throws -> ExitStatus {
        let choice = try await choose(in: StateDirectory(path: common.state), asking: nil)
        return try await withUnfinishedRun(choice.run, in: common.state) { session, run in
            let isGiven = run.isGiven(Self.order)
            if !isGiven, let refusal = run.refusal(of: Self.order, in: environment, by: .current) {
                throw CommandFailure(.failed, refusal)
            }
            StandardStream.error.write("run \(run.number) has no executor; resuming it here")
            return try await RunPresenter(session: session, mode: .plain, approver: nil)
                .takeUp(run, by: .current, order: isGiven ? nil : atTakeUp(seen: choice.seen))
        }
    }
}

extension JournalReader {
    /// The first event that came of an order.
    fileprivate func effect(of id: String, upTo sequence: Int64) async throws -> EventRecord? {
        var isNext = false
        for try await record in events(after: max(0, sequence - 64)) where record.sequence <= sequence {
            if isNext { return record }
            if case .orderTaken(let taken, _) = record.event { isNext = taken.rawValue.hasSuffix(id) }
        }
        return nil
    }
}

extension ReleaseState {
    /// What users have while nobody carries the release out; `nil` where it changed nothing for them.
    fileprivate var usersWithoutExecutor: String? {
        guard let serving = servingWithoutExecutor else { return nil }
        let candidate = plan.artifact.version
        let stable = plan.previous?.artifact.version ?? ""
        switch serving {
        case .candidate: return "they have \(candidate)"
        case .stableOrCandidate: return "they have \(stable) or \(candidate)"
        case .stable where isRollingBack && split == .none: return "they have \(stable)"
        case .stable:
            let limit = closesByItselfWithin.map { ", at most \($0.brief) after its executor" } ?? ""
            return "they have \(stable); the share of \(candidate) ends with its lease, or has ended\(limit)"
        }
    }
}

struct ApproveCommand: OrderCommand {
    static let configuration = CommandConfiguration(commandName: "approve", abstract: "Approve the waiting stage.")
    static let order = Delivery.Order.approve
    @OptionGroup var order: JudgingOptions
    var wanted: RunNumber? { order.wanted }
    var common: CommonOrderOptions { order.common }
}

struct RejectCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Reject the waiting stage; the run ends.")
    static let order = Delivery.Order.reject
    @OptionGroup var order: JudgingOptions
    var wanted: RunNumber? { order.wanted }
    var common: CommonOrderOptions { order.common }
}

struct HaltCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "halt", abstract: "Freeze exposure where it is, and keep judging.")
    static let order = Delivery.Order.halt
    @OptionGroup var order: OrderOptions
    @OptionGroup var release: ReleaseOptions
    var environment: EnvironmentName? { release.chosen }
    var wanted: RunNumber? { order.wanted }
    var common: CommonOrderOptions { order.common }
}

struct ResumeCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on after a halt; the bake begins again.")
    static let order = Delivery.Order.resume
    @OptionGroup var order: OrderOptions
    @OptionGroup var release: ReleaseOptions
    var environment: EnvironmentName? { release.chosen }
    var wanted: RunNumber? { order.wanted }
    var common: CommonOrderOptions { order.common }
}

struct PromoteCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Give the candidate all traffic now, without the remaining steps.")
    static let order = Delivery.Order.promote
    @OptionGroup var order: JudgingOptions
    @OptionGroup var release: ReleaseOptions
    var environment: EnvironmentName? { release.chosen }
    var wanted: RunNumber? { order.wanted }
    var common: CommonOrderOptions { order.common }
}

struct RollbackCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Take all traffic from the candidate, then remove it; after a release, go back to what was before.")
    static let order = Delivery.Order.rollBack
    @OptionGroup var order: OrderOptions
    @OptionGroup var release: ReleaseOptions
    var environment: EnvironmentName? { release.chosen }
    var wanted: RunNumber? { order.wanted }
    var common: CommonOrderOptions { order.common }
    @Flag(help: "Also when no instance of stable answers, so that nobody would be served.")
    var anyway = false
    @Flag(help: "After the end of a run: also where the database has moved on for good since. Needs a reason.")
    var overMigration = false
    @Option(help: "After the end of a run: the pipeline file, where no server works in the state directory.")
    var file = "slipway.yml"

    /// A release that goes on is taken back by its run; one that has ended by a run of its own.
    func run() async throws {
        var settled: EnvironmentName?
        try await reporting { settled = try await self.settled() }
        guard let environment = settled else { return try await give() }
        try await reporting {
            let order = VersionOrder(
                .previous, to: environment, isAtOnce: true, reason: common.reason, isOverMigration: overMigration)
            throw try await VersionRelease(
                order: order, file: file, state: StateDirectory(path: common.state), output: .plain
            ).carryOut().code
        }
    }

    /// The environment that is to go back, where the release that put its version there has ended; `nil` where a release
    /// is under way, or nobody can tell.
    ///
    /// - Throws: `CommandFailure` where it may be one of several.
    private func settled() async throws -> EnvironmentName? {
        guard let reader = try? await JournalReader.open(in: StateDirectory(path: common.state)),
            let ledger = try? await reader.ledger()
        else { return nil }
        for number in try await reader.unfinishedRuns() where wanted.map({ $0 == number }) ?? true {
            if let run = try await reader.state(of: number), isMeant(run) { return nil }
        }
        let serving = ledger.environments.filter { $0.value.stable != nil }
        if let environment { return serving[environment] == nil ? nil : environment }
        // Also where another run has released since: what it went to is not what is meant then.
        let released = serving.filter { entry in
            wanted == nil || entry.value.versions.contains { $0.run == wanted && $0.wasInService }
        }
        guard released.count > 1 else {
            return released.first { wanted == nil || $0.value.stable?.run == wanted }?.key
        }
        let names = released.keys.sorted().map { "--environment \($0)" }.joined(separator: ", or ")
        throw CommandFailure(.usage, "no release is under way; say which environment is to go back: \(names)")
    }

    /// Whether a run that has not ended is what it is about.
    private func isMeant(_ run: RunState) -> Bool {
        guard wanted == nil else { return true }
        return environment.map { run.activeRelease(in: $0) != nil } ?? (run.activeRelease != nil)
    }
}

struct CancelCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End the run; a release under way is rolled back first.")
    static let order = Delivery.Order.cancel
    @OptionGroup var order: OrderOptions
    var wanted: RunNumber? { order.wanted }
    var common: CommonOrderOptions { order.common }
    @Flag(help: "Also when no instance of stable answers, so that nobody would be served.")
    var anyway = false
}

struct RetryCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Run again what failed in an ended run, and go on from there.")
    static let order = Delivery.Order.retry
    @OptionGroup var order: ReopeningOptions
    var wanted: RunNumber? { order.run.map { RunNumber($0) } }
    var common: CommonOrderOptions { order.common }
}

struct SkipCommand: OrderCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Continue an ended run, ignoring its failed commands.")
    static let order = Delivery.Order.skip
    @OptionGroup var order: ReopeningOptions
    var wanted: RunNumber? { order.run.map { RunNumber($0) } }
    var common: CommonOrderOptions { order.common }
}
