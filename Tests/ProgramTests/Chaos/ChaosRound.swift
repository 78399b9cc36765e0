import Delivery
import DemoShop
import Foundation
import Journal
import SlipwayTesting
import Synchronization
import Testing
import Values

/// One release with what happens to it, from its beginning to its end, whoever has to carry it there; and what must be
/// true then.
struct ChaosRound {
    let site: ChaosSite
    let plan: ChaosPlan
    let version: String
    let customers: DemoShop.Customers

    /// How long one command may take, with all its bakes, stalls and leases.
    private static let patience = Duration.seconds(75)

    /// What can't be excused by anything that happened; empty when all is well.
    func play() async throws -> [String] {
        let before = try await site.ledger().lastRun?.value ?? 0
        if plan.spares { try await earlierRequestsHaveEnded() }
        let failed = await customers.report.totals.results.failed
        let wasWhole = try await ChaosWitness(site: site).isWhole()
        try site.write(version: version, behaviour: plan.behaviour)
        var problems: [String] = []
        var ending = try await carryOut(["run"], plan.blows, &problems)
        for _ in 0..<6 where try await site.unfinished() != nil {
            ending = try await carryOut(["run", "--continue"], [], &problems)
        }
        problems += try await disagreements(after: ending, run: before + 1)
        // What an earlier release left broken goes on failing requests.
        if plan.spares, wasWhole {
            let more = await customers.report.totals.results.failed - failed
            if more > 0 {
                let results = await customers.report.totals.results
                problems.append(
                    """
                    \(more) requests failed, though nothing else could fail them; in all by status \(results.byStatus), \
                    without an answer \(results.withoutAnswer)
                    """)
            }
        }
        if !problems.isEmpty { problems += try await evidence(since: before + 1) }
        return problems
    }

    /// What an earlier round made hang fails when its customer has had enough.
    private func earlierRequestsHaveEnded() async throws {
        var failed = await customers.report.totals.results.failed
        for _ in 0..<5 {
            try await Task.sleep(for: ChaosSite.customersPatience + .seconds(1))
            let now = await customers.report.totals.results.failed
            if now == failed { return }
            failed = now
        }
    }

    /// What is recorded and what runs, for whoever has to find out why.
    private func evidence(since run: Int) async throws -> [String] {
        let events = try await site.slipway("events", "\(run)")
        let processes = try await ChaosProcesses(of: site.folder).all.map { "\($0.number) \($0.command.prefix(120))" }
        return ["recorded:\n\(events.output)", "running:\n\(processes.joined(separator: "\n"))"]
    }

    /// Carries the release on until its command ends. What waits for a person gets an order.
    private func carryOut(
        _ arguments: [String], _ blows: [ChaosPlan.Blow], _ problems: inout [String]
    ) async throws -> Program.Ending {
        let deadline = ContinuousClock.now + Self.patience
        let hasHung = Mutex(false)
        let ending = try await Program.run(
            arguments + ["--output", "plain", "--state", site.state], in: site.folder, variables: Demo.variables
        ) { executor in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await strike(blows, executor) }
                while hasNotEnded(executor), ContinuousClock.now < deadline {
                    try await decideWhatIsHalted()
                    try await Task.sleep(for: .milliseconds(100))
                }
                if hasNotEnded(executor) {
                    hasHung.withLock { $0 = true }
                    kill(executor, SIGKILL)
                }
                group.cancelAll()
            }
        }
        if hasHung.withLock({ $0 }) {
            problems.append("\(arguments) had not ended after \(Self.patience):\n\(ending.output.suffix(1500))")
        }
        return ending
    }

    /// Whether a child of this process runs; how it ended is left for whoever waits for it.
    private func hasNotEnded(_ child: pid_t) -> Bool {
        var information = siginfo_t()
        let answer = waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT)
        return answer == 0 && information._sifields._sigchld.si_pid == 0
    }

    private func strike(_ blows: [ChaosPlan.Blow], _ executor: pid_t) async throws {
        let begin = ContinuousClock.now
        for blow in blows {
            try await Task.sleep(until: begin + blow.after, clock: .continuous)
            try await blow.fault.strike(site, executor: executor)
        }
    }

    /// The release waits for a person: this one decides.
    private func decideWhatIsHalted() async throws {
        guard let run = try? await site.unfinished(), let halt = run.activeRelease?.halt,
            Timestamp.wallClock - halt.since > .seconds(2)
        else { return }
        if plan.isBold,
            try await site.slipway("promote", "\(run.number.value)", "--reason", "chaos").status == 0
        {
            return
        }
        _ = try await site.slipway("rollback", "--anyway", "--reason", "chaos")
    }

    private func disagreements(after ending: Program.Ending, run number: Int) async throws -> [String] {
        var problems: [String] = []
        if let run = try await site.unfinished() { problems.append("run \(run.number) has not ended") }
        let reader = try await JournalReader.open(in: site.stateDirectory)
        let run = try await reader.state(of: RunNumber(number))
        if let result = run?.result, !ending.agrees(with: result) {
            problems.append("the command ended with \(ending.status), the run \(result):\n\(ending.error)")
        }
        let builds = site.built.filter { $0 == "\(number)" }.count
        if builds > 1 { problems.append("the build step ran \(builds) times") }
        if let problem = try await reader.integrityProblem(.full) { problems.append("journal: \(problem)") }
        if let loss = try await reader.loss() { problems.append("journal: \(loss)") }
        return problems + (try await ChaosWitness(site: site).disagreements(plan, run: run))
    }
}

extension Program.Ending {
    /// Whether the exit code says what the record says. A run that an interrupt ended, or whose executor was killed
    /// when it had just ended, may say so instead.
    func agrees(with result: RunResult) -> Bool {
        if status == 130 || status < 0 || status > 128 { return true }
        return switch result {
        case .succeeded: status == 0
        case .failed: status == 1
        case .rolledBack: status == 3
        case .rejected, .cancelled, .superseded: status == 4
        case .errored: status == 5
        }
    }
}
