import Delivery
import Fleet
import Foundation
import Journal
import StateDirectory
import Testing
import Values

/// What a state directory says about a run, whoever carried it out.
struct Record {
    let state: String
    let run: RunNumber

    init(of run: Int, in state: String) {
        self.state = state
        self.run = RunNumber(run)
    }

    /// The run as it is now; `nil` as long as nothing was recorded of it.
    var current: RunState? {
        get async { try? await JournalReader.open(in: StateDirectory(path: state)).state(of: run) }
    }

    var events: [EventRecord] {
        get async throws {
            var records: [EventRecord] = []
            for try await record in try await JournalReader.open(in: StateDirectory(path: state)).events(run: run) {
                records.append(record)
            }
            return records
        }
    }

    /// What a step wrote.
    func output(of step: String) throws -> [Substring] {
        let file = URL(filePath: state).appending(path: "runs/\(run.value)/\(step)/output")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    }

    /// No step was begun twice, and each of those that are named ran once: it wrote its one line.
    func expectOneOfEachStep(writingOneLine steps: [String] = []) async throws {
        let started = try await events.compactMap { record -> StepID? in
            if case .step(let step, .started) = record.event { step } else { nil }
        }
        #expect(!started.isEmpty)
        #expect(started.count == Set(started).count)
        for step in steps { #expect(try output(of: step).count == 1) }
    }

    /// The environment's users have what the run built: the artifact that the folder makes once more.
    func expectInService(_ version: String, builtFrom folder: URL) async throws {
        let ledger = try await JournalReader.open(in: StateDirectory(path: state)).ledger()
        let stable = try #require(ledger.stable(in: "production"))
        let again = ArtifactStore(directory: URL(filePath: state).appending(path: "built-again"))
        #expect(stable.artifact.digest == (try await again.add(of: folder).digest))
        #expect(stable.artifact == (await current?.artifact))
        #expect(stable.artifact.version == version)
        #expect(stable.run == run)
    }
}
