import Dashboard
import Delivery
import Journal
import StateDirectory
import Triggers

/// How everything in a state directory stands, for a screen that asks again and again: what has not changed is not read
/// again, and however many runs there were, only the last few are.
actor StandingDesk {
    private struct Reading {
        let sequence: Int64
        let ledger: Ledger
        let runs: [RunState]
    }

    private let reader: JournalReader
    private let state: StateDirectory
    private var reading: Reading?
    private var ended: [RunNumber: RunState] = [:]
    private var notes: [EnvironmentName: ServiceNote] = [:]
    private var notedAt: ContinuousClock.Instant?

    /// How many runs that have ended are told of.
    private static let lastRuns = 12
    /// Where nobody else looks at what is in service, it is asked so often.
    private static let pause = Duration.seconds(5)

    init(reader: JournalReader, state: StateDirectory) {
        self.reader = reader
        self.state = state
    }

    func overview() async throws -> StateOverview {
        let isCarriedOut = try StateLock.holder(in: state) != nil
        let reading = try await current()
        let services = try await services(in: reading.ledger, isCarriedOut: isCarriedOut)
        return StateOverview(
            ledger: reading.ledger, services: services, runs: reading.runs, stored: VersionPlan.stored(in: state),
            isCarriedOut: isCarriedOut, isRecorded: DiskRoom(of: state).map { !$0.isUsedUp } ?? true)
    }

    private func current() async throws -> Reading {
        let sequence = try await reader.lastSequence()
        if let reading, reading.sequence == sequence { return reading }
        let ledger = try await reader.ledger()
        let fresh = Reading(sequence: sequence, ledger: ledger, runs: try await runs(in: ledger))
        reading = fresh
        return fresh
    }

    /// The newest first.
    private func runs(in ledger: Ledger) async throws -> [RunState] {
        var wanted = Set(ledger.runs.keys)
        if let last = ledger.lastRun {
            wanted.formUnion((max(1, last.value - Self.lastRuns + 1)...last.value).map { RunNumber($0) })
        }
        var runs: [RunState] = []
        for number in wanted.sorted(by: >) {
            if let run = try await run(number, goesOn: ledger.runs[number] != nil) { runs.append(run) }
        }
        ended = ended.filter { wanted.contains($0.key) }
        return runs
    }

    /// `nil` where there is no such run any more.
    private func run(_ number: RunNumber, goesOn: Bool) async throws -> RunState? {
        if !goesOn, let known = ended[number] { return known }
        let run = try await reader.remainingState(of: number)
        ended[number] = run?.result == nil ? nil : run
        return run
    }

    private func services(
        in ledger: Ledger, isCarriedOut: Bool
    ) async throws -> [EnvironmentName: ServiceNote] {
        guard !isCarriedOut else {
            notedAt = nil
            return Dictionary(
                uniqueKeysWithValues: ledger.environments.map {
                    ($0.key, ServiceReport(recorded: $0.value, of: $0.key).note)
                })
        }
        if let notedAt, ContinuousClock.now - notedAt < Self.pause { return notes }
        let interrupted = try await reader.interruptedReleases(in: state)
        let reports = await ServiceReport.all(in: ledger, of: state, interrupted: interrupted)
        notes = Dictionary(reports.map { ($0.environment, $0.note) }) { first, _ in first }
        notedAt = .now
        return notes
    }
}

extension JournalReader {
    /// `nil` also where retention removed the run.
    fileprivate func remainingState(of run: RunNumber) async throws -> RunState? {
        do {
            return try await state(of: run)
        } catch {
            guard case .removed = error.kind else { throw error }
            return nil
        }
    }
}
