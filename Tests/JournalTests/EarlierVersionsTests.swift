import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

/// Journals that earlier versions wrote with real processes (`Fixtures/README.md`): each opens, folds to the same, and
/// takes new events.
@Suite struct EarlierVersionsTests {
    /// What a journal is known to tell.
    struct Expectation: CustomTestStringConvertible, Sendable {
        /// The version of Slipway that wrote it.
        var version = "foundation"
        let name: String
        let events: Int
        /// By run, from 1: how it ended, or where it was.
        let runs: [RunEnd]
        /// What `production` has.
        var stable: String?

        var testDescription: String { "\(version)/\(name)" }
    }

    enum RunEnd: Equatable, Sendable {
        case ended(RunResult)
        case at(Phase)

        init(_ run: RunState) {
            self = run.result.map(RunEnd.ended) ?? .at(run.phase)
        }
    }

    static let foundation = [
        Expectation(name: "good", events: 91, runs: [.ended(.succeeded), .ended(.succeeded)], stable: "1.1.0"),
        Expectation(
            name: "rolled-back", events: 107,
            runs: [.ended(.succeeded), .ended(.rolledBack), .ended(.rolledBack)], stable: "1.0.0"),
        Expectation(name: "halted", events: 46, runs: [.ended(.succeeded), .at(.halted)], stable: "1.0.0"),
        Expectation(name: "resumed", events: 129, runs: [.ended(.succeeded), .ended(.succeeded)], stable: "1.1.0"),
        Expectation(name: "waiting", events: 10, runs: [.at(.waiting)]),
        Expectation(name: "building", events: 5, runs: [.at(.running)]),
        Expectation(name: "canary", events: 43, runs: [.ended(.succeeded), .at(.running)], stable: "1.0.0"),
        Expectation(name: "mended", events: 94, runs: [.ended(.succeeded), .ended(.succeeded)], stable: "1.1.0"),
        Expectation(
            name: "several", events: 162,
            runs: [
                .ended(.superseded), .ended(.succeeded), .ended(.succeeded), .at(.waiting), .ended(.rolledBack),
                .at(.waiting),
            ], stable: "1.1.0"),
    ]

    static let truth = [
        Expectation(name: "good", events: 110, runs: [.ended(.succeeded), .ended(.succeeded)], stable: "1.1.0"),
        Expectation(
            name: "rolled-back", events: 158,
            runs: [.ended(.succeeded), .ended(.rolledBack), .ended(.rolledBack)], stable: "1.0.0"),
        Expectation(name: "errors", events: 100, runs: [.ended(.succeeded), .ended(.rolledBack)], stable: "1.41.0"),
        Expectation(name: "halted", events: 72, runs: [.ended(.succeeded), .at(.halted)], stable: "1.0.0"),
        Expectation(name: "stable-down", events: 53, runs: [.ended(.succeeded), .at(.halted)], stable: "1.0.0"),
        Expectation(name: "canary", events: 49, runs: [.ended(.succeeded), .at(.running)], stable: "1.0.0"),
        Expectation(name: "waiting", events: 12, runs: [.at(.waiting)]),
        Expectation(name: "building", events: 5, runs: [.at(.running)]),
        Expectation(name: "mended", events: 119, runs: [.ended(.succeeded), .ended(.succeeded)], stable: "1.1.0"),
        Expectation(
            name: "several", events: 93,
            runs: [
                .ended(.succeeded), .ended(.succeeded), .at(.waiting), .ended(.superseded), .at(.waiting),
            ], stable: "1.0.0"),
    ].map { expectation in
        var expectation = expectation
        expectation.version = "truth"
        return expectation
    }

    private let state: TemporaryState

    init() throws {
        state = try TemporaryState()
    }

    private func place(_ name: String, of version: String) throws {
        let folder = try #require(Bundle.module.url(forResource: version, withExtension: nil))
        try FileManager.default.copyItem(
            atPath: folder.appending(path: "\(name).sqlite").path, toPath: state.directory.journal)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: state.directory.journal)
    }

    @Test(arguments: foundation + truth)
    func itFoldsToTheSame(_ expectation: Expectation) async throws {
        try place(expectation.name, of: expectation.version)
        let reader = try await JournalReader.open(in: state.directory)
        try await expect(expectation, of: reader)
        #expect(try await reader.integrityProblem(.full) == nil)
    }

    @Test(arguments: foundation + truth)
    func itGoesOn(_ expectation: Expectation) async throws {
        try place(expectation.name, of: expectation.version)
        let journal = try await Journal.open(in: state.directory)
        try await expect(expectation, of: journal.reader)
        let run = journal.nextRunNumber
        #expect(run == RunNumber(expectation.runs.count + 1))
        let records = try await journal.append(History.events(of: run, samples: 3), run: run, at: .noon)
        #expect(records.first?.sequence == Int64(expectation.events + 1))
        #expect(try await journal.reader.state(of: run)?.result == .succeeded)
        #expect(try await journal.reader.integrityProblem(.full) == nil)
        try await journal.close()
    }

    private func expect(_ expectation: Expectation, of reader: JournalReader) async throws {
        #expect(try await reader.events().all().count == expectation.events)
        let runs = try await reader.runs().map(\.run)
        #expect(runs == (1...expectation.runs.count).map { RunNumber($0) })
        for (run, end) in zip(runs, expectation.runs) {
            let state = try #require(try await reader.state(of: run))
            #expect(RunEnd(state) == end, "\(run)")
        }
        let stable = try await reader.ledger().stable(in: "production")
        #expect(stable?.artifact.version == expectation.stable)
        let unfinished = zip(runs, expectation.runs).filter { if case .at = $0.1 { true } else { false } }.map(\.0)
        #expect(try await reader.unfinishedRuns() == unfinished)
    }
}
