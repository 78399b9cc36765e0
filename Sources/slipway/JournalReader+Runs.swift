import Dashboard
import Delivery
import Hosts
import Foundation
import Journal
import StateDirectory
import Wording

extension JournalReader {
    /// The states of the last ten runs, oldest first.
    func latestRuns() async throws(JournalError) -> [RunState] {
        var states: [RunState] = []
        for span in try await runs().suffix(10) {
            if let state = try await state(of: span.run) { states.append(state) }
        }
        return states
    }

    /// The latest run that was begun and has not ended, if there is one.
    func unfinishedRun() async throws(JournalError) -> RunState? {
        guard let number = try await unfinishedRuns().last else { return nil }
        return try await state(of: number)
    }

    /// The releases under way that nobody carries out: all, where no executor holds the state directory.
    func interruptedReleases(in state: StateDirectory) async throws -> [ReleaseState] {
        guard try StateLock.holder(in: state) == nil else { return [] }
        var releases: [ReleaseState] = []
        for number in try await unfinishedRuns() {
            releases += try await self.state(of: number)?.activeReleases ?? []
        }
        return releases
    }

    /// A run that has not ended.
    ///
    /// - Parameter wanted: without it, the only one.
    /// - Throws: `CommandFailure` when there is no such run, or several are meant; `JournalError`.
    func unfinishedRun(_ wanted: RunNumber?) async throws -> RunState {
        let unfinished = try await unfinishedRuns()
        if let wanted, !unfinished.contains(wanted) {
            throw CommandFailure(.failed, "run \(wanted) has ended: \(try await run(wanted).result?.word ?? "")")
        }
        guard let number = wanted ?? unfinished.last, let run = try await state(of: number) else {
            throw CommandFailure(.failed, "no run is under way in \((path as NSString).deletingLastPathComponent)")
        }
        guard wanted != nil || unfinished.count == 1 else {
            let numbers = unfinished.map(\.description).joined(separator: ", ")
            throw CommandFailure(.usage, "several runs have not ended, \(numbers); say which one you mean")
        }
        return run
    }

    /// What runs and that nobody has a record of, and what could not be asked. See ``ServiceSurvey``.
    func unknownServices(in directory: StateDirectory) async throws -> (services: [UnknownService], unasked: [Problem])
    {
        let ledger = try await ledger()
        var runs: [RunState] = []
        for run in ledger.runs.keys { if let state = try await state(of: run) { runs.append(state) } }
        let survey = ServiceSurvey(state: directory, variables: ProcessInfo.processInfo.environment)
        return await survey.unknown(to: ledger, and: runs)
    }

    /// A run, whether it has ended or not; without a number, the latest.
    ///
    /// - Throws: `CommandFailure` when there is no such run; `JournalError`.
    func run(_ wanted: RunNumber?) async throws -> RunState {
        let known = try await runs()
        if let number = wanted ?? known.last?.run, let run = try await state(of: number) { return run }
        throw CommandFailure(.usage, "there is no run \(wanted.map(\.description) ?? "") in \(path)")
    }
}
