import Delivery
import Journal
import Values

/// Carries out all runs of a state directory, side by side.
public actor RunKeeper {
    private struct Work {
        let executor: Executor
        let task: Task<RunResult, any Error>
    }

    private let recorder: Recorder
    private let world: World
    private let now: @Sendable () -> Timestamp
    private let reopensRuns: Bool
    private var works: [RunNumber: Work] = [:]
    /// Runs that are just being opened again.
    private var reopening: Set<RunNumber> = []
    /// Resumed when no run is just being opened again.
    private var handovers: [CheckedContinuation<Void, Never>] = []
    private var isEnding = false
    /// The numbers that were promised to runs which may not have begun.
    private var promised: Set<RunNumber> = []
    private let failures: AsyncStream<any Error>.Continuation
    /// The error after which nothing can be recorded any more, when there is one.
    public nonisolated let fatalErrors: AsyncStream<any Error>

    /// - Parameter reopensRuns: whether it works for long enough to go on with runs that are opened again.
    public init(
        recorder: Recorder, world: World, reopensRuns: Bool, now: @escaping @Sendable () -> Timestamp
    ) {
        self.recorder = recorder
        self.reopensRuns = reopensRuns
        self.world = world
        self.now = now
        (fatalErrors, failures) = AsyncStream.makeStream()
    }

    /// The numbers of the runs under way, rising.
    public var active: [RunNumber] { works.keys.sorted() }

    /// Goes on with every run that has not ended, but one that somebody else will carry out.
    ///
    /// - Throws: `JournalError` when they can't be read.
    public func takeUpAll(by actor: Actor, except other: RunNumber? = nil) async throws {
        for number in try await recorder.journal.reader.unfinishedRuns() where works[number] == nil && number != other {
            guard let state = try await recorder.journal.reader.state(of: number) else { continue }
            guard !isEnding, works[number] == nil else { continue }
            launch(executor(for: state, actor))
        }
    }

    /// Carries a run to its end, and gives how it ended.
    ///
    /// - Throws: as `Executor.carryOut()` does.
    public func carryOut(_ executor: Executor) async throws -> RunResult {
        let task = launch(executor)
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// The number for a run that is about to be started; it is given to nobody else.
    public func promiseNumber() -> RunNumber {
        let next = max(recorder.journal.nextRunNumber, promised.max().map { RunNumber($0.value + 1) } ?? RunNumber(1))
        promised.insert(next)
        return next
    }

    /// The run that the number was promised to can't begin.
    public func giveBack(_ number: RunNumber) {
        promised.remove(number)
    }

    /// The commit of a pipeline's last run; `nil` before the first, and for one without a commit.
    public func lastCommit(of pipeline: String) async -> String? {
        await recorder.ledger.pipelines[pipeline]?.lastCommit
    }

    /// Starts a run, and returns once it is recorded.
    ///
    /// - Parameter number: as promised.
    /// - Throws: `Refusal` while handing over; `JournalError` when it can't be recorded.
    public func start(
        _ pipeline: Pipeline, _ change: Change, by actor: Actor, number: RunNumber, workspace: String
    ) async throws {
        try refuseWhileEnding()
        let executor = executor(for: RunState(number: number), actor)
        launch(executor)
        try await executor.begin(pipeline, change, by: actor, workspace: workspace)
        promised.remove(number)
    }

    /// Carries out a person's order to a run. One that has ended is opened again where the order is to do that.
    ///
    /// - Parameters:
    ///   - run: `nil` is the only one under way; what judges a change has to name it.
    ///   - seen: what the person saw of the run; `nil` where they don't say.
    ///   - environment: which of its releases is meant, where several are under way.
    /// - Returns: the number of the last event that came of the order.
    /// - Throws: `Refusal`, `JournalError`.
    public func order(
        _ order: Order, run: RunNumber?, by actor: Actor, reason: String?, id: OrderID?, anyway: Bool = false,
        seen: SeenChange? = nil, in environment: EnvironmentName? = nil
    ) async throws -> Int64 {
        try refuseWhileEnding()
        let number = try await number(run, for: order)
        if let work = works[number] {
            return try await work.executor.order(
                order, by: actor, reason: reason, id: id, anyway: anyway, seen: seen, in: environment)
        }
        guard let state = try await recorder.journal.reader.state(of: number) else {
            throw Refusal("there is no run \(number)")
        }
        if works[number] != nil {
            return try await self.order(
                order, run: number, by: actor, reason: reason, id: id, anyway: anyway, seen: seen, in: environment)
        }
        if !order.reopens, let refusal = state.refusal(of: order, in: environment, by: actor) { throw refusal }
        guard reopensRuns else {
            throw Refusal(
                state.result == nil
                    ? "run \(number) is not carried out here"
                    : "run \(number) has ended, and its screen is still open: leave it, and order this again")
        }
        // It may have begun to hand over meanwhile.
        try refuseWhileEnding()
        guard reopening.insert(number).inserted else { throw Refusal("run \(number) is just being opened again") }
        defer { hasReopened(number) }
        let executor = executor(for: state, actor)
        let sequence = try await executor.reopen(order, by: actor, reason: reason, id: id, seen: seen)
        // Otherwise whoever comes next takes it up.
        if !isEnding { launch(executor) }
        return sequence
    }

    private func hasReopened(_ number: RunNumber) {
        reopening.remove(number)
        guard reopening.isEmpty else { return }
        for handover in handovers { handover.resume() }
        handovers = []
    }

    /// Stops working, so that somebody else can go on: users of every release are with stable at once, and whatever
    /// runs goes on running.
    public func handOver() async {
        isEnding = true
        for work in works.values { work.task.cancel() }
        // What is just being recorded is recorded before somebody else may.
        if !reopening.isEmpty { await withCheckedContinuation { handovers.append($0) } }
        for work in works.values { _ = await work.task.result }
        failures.finish()
    }

    private func executor(for run: RunState, _ actor: Actor) -> Executor {
        Executor(run: run, recorder: recorder, world: world, takingUpFor: actor, now: now)
    }

    @discardableResult
    private func launch(_ executor: Executor) -> Task<RunResult, any Error> {
        let task = Task {
            defer { works[executor.number] = nil }
            do {
                return try await executor.carryOut()
            } catch {
                if !(error is CancellationError), !error.isLackOfRoom { failures.yield(error) }
                throw error
            }
        }
        works[executor.number] = Work(executor: executor, task: task)
        return task
    }

    private func refuseWhileEnding() throws(Refusal) {
        if isEnding { throw Refusal("this executor is handing over; ask again in a moment") }
    }

    private func number(_ run: RunNumber?, for order: Order) async throws -> RunNumber {
        if let run { return run }
        if order.needsRun { throw Refusal(UnnamedRun(order, outOf: try await states())) }
        return order.reopens ? try await lastRun() : try onlyRun()
    }

    /// The runs under way, rising by number, as they are recorded.
    private func states() async throws -> [RunState] {
        try await recorder.journal.flush()
        var states: [RunState] = []
        for number in active {
            if let state = try await recorder.journal.reader.state(of: number) { states.append(state) }
        }
        return states
    }

    private func onlyRun() throws(Refusal) -> RunNumber {
        guard let first = active.first else { throw Refusal("no run is under way") }
        guard active.count == 1 else {
            let numbers = active.map(\.description).joined(separator: ", ")
            throw Refusal("several runs are under way, \(numbers); say which one you mean")
        }
        return first
    }

    private func lastRun() async throws -> RunNumber {
        guard let last = await recorder.ledger.lastRun else { throw Refusal("no run was ever started") }
        return last
    }
}

extension Error {
    /// What goes by when somebody makes room, and so is no end of everything.
    fileprivate var isLackOfRoom: Bool { (self as? JournalError)?.kind == .diskFull }
}
