import FlyingFox
import FlyingSocks
import Foundation
import Values

/// Users of the shop: requests that arrive whether or not earlier ones have been answered.
///
/// Nothing is tried twice, and nothing is lost: a request without a complete answer counts as failed.
public actor Customers {
    private let plan: CustomerPlan
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var users: [Customer]
    private var random: SplitMix64
    private var tally = Tally()
    private var idle = IdleConnections()
    private var inFlight: [Int: (task: Task<Void, Never>, deadline: ContinuousClock.Instant)] = [:]
    private var nextRequest = 0
    private var arrivals: Task<Void, Never>?
    private var isStopping = false
    private var isFinished = false

    public init(_ plan: CustomerPlan) {
        self.plan = plan
        start = clock.now
        users = (0..<plan.users).map { Customer(index: $0, seed: plan.seed) }
        random = SplitMix64(seed: plan.seed, stream: .max)
    }

    /// What they have met up to now.
    public var report: CustomerReport {
        tally.report(target: plan.target, elapsed: clock.now - start, finished: isFinished)
    }

    /// Sends requests until `deadline`, `stop()`, or the task's cancellation; then waits for the answers that are due.
    ///
    /// Ignores SIGPIPE in the whole process. Once only for each `Customers`.
    ///
    /// - Parameters:
    ///   - deadline: `nil` for no end.
    ///   - file: where a report is written every second and at the end.
    /// - Returns: the last report.
    /// - Throws: `CustomerReportError` when the last report cannot be written, `SocketError` when the system gives no
    ///   sockets.
    public func run(
        until deadline: ContinuousClock.Instant? = nil, reportingTo file: URL? = nil
    ) async throws -> CustomerReport {
        BrokenPipe.ignore()
        let pool = HTTPServer.defaultPool()
        try await pool.prepare()
        let polling = Task { try await pool.run() }
        let upkeep = Task { await self.keepUp(reportingTo: file) }
        await withTaskCancellationHandler {
            await sendRequests(until: deadline, pool: pool)
        } onCancel: {
            Task { await self.stop() }
        }
        for request in inFlight.values { await request.task.value }
        upkeep.cancel()
        idle.closeAll()
        polling.cancel()
        isFinished = true
        let last = report
        if let file { try last.write(to: file) }
        return last
    }

    /// Sends nothing more; `run` returns when the answers that are due have come or failed.
    public func stop() {
        isStopping = true
        arrivals?.cancel()
    }

    /// In a task of its own, so that stopping ends its waits without ending those for answers.
    private func sendRequests(until deadline: ContinuousClock.Instant?, pool: any AsyncSocketPool) async {
        guard !isStopping else { return }
        let task = Task { await self.arrive(until: deadline, pool: pool) }
        arrivals = task
        await task.value
    }

    private func arrive(until deadline: ContinuousClock.Instant?, pool: any AsyncSocketPool) async {
        let begin = clock.now
        for offset in PoissonArrivals(rate: plan.rate, seed: plan.seed) {
            let due = begin + offset
            if let deadline, due >= deadline {
                try? await clock.sleep(until: deadline)
                return
            }
            if due > clock.now { try? await clock.sleep(until: due) } else { await Task.yield() }
            if isStopping { return }
            visit(dueAt: due, pool: pool)
        }
    }

    /// Choosing the user at random splits the arrivals into an independent Poisson process for each.
    private func visit(dueAt due: ContinuousClock.Instant, pool: any AsyncSocketPool) {
        let user = Int(random.next() % UInt64(plan.users))
        let page = users[user].nextPage(using: &random)
        guard inFlight.count < plan.concurrency else { return tally.skip(at: clock.now - start) }
        tally.begin(at: clock.now - start)
        let exchange = Exchange(path: page.path, user: users[user].identifier, target: plan.target, pool: pool)
        let number = nextRequest
        nextRequest += 1
        let connection = idle.take(user: user)
        let task = Task {
            self.finish(number, user: user, dueAt: due, with: await exchange.perform(on: connection))
        }
        inFlight[number] = (task, clock.now + plan.timeout)
    }

    private func finish(
        _ number: Int, user: Int, dueAt due: ContinuousClock.Instant, with outcome: Exchange.Outcome
    ) {
        inFlight[number] = nil
        let now = clock.now
        switch outcome {
        case .answered(let answer, let connection):
            tally.end(answer, latency: now - due, at: now - start)
            if let connection { idle.keep(connection, user: user, at: now) }
        case .failed(let kind):
            tally.end(kind, at: now - start)
        }
    }

    /// Ends what is overdue and writes reports; one clock for all requests is cheaper than one for each.
    private func keepUp(reportingTo file: URL?) async {
        var nextReport = clock.now
        while !Task.isCancelled {
            let now = clock.now
            for request in inFlight.values where request.deadline <= now { request.task.cancel() }
            idle.closeStale(at: now)
            if let file, now >= nextReport {
                // The last report says whether the file can be written; until then it is tried again every second.
                try? report.write(to: file)
                nextReport = now + .seconds(1)
            }
            try? await clock.sleep(for: .milliseconds(50))
        }
    }
}
