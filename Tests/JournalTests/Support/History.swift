import Delivery
import Foundation
import GRDB
import Journal
import SlipwayTesting
import StateDirectory
import Values

/// Many runs, as simple as they can be, with as many samples as wanted.
enum History {
    static let sample = Event.release("production", .trafficSampled(sample: Sample.traffic))

    /// The events of one run that releases and finishes.
    static func events(of run: RunNumber, samples: Int) -> [Event] {
        let start: [Event] = [
            .run(.started(pipeline: Sample.pipeline, change: Sample.change, by: Sample.ana, workspace: "/w")),
            .release("production", .started(plan: Sample.plan(previous: nil))),
            .release("production", .trafficShifted(to: Share(percent: 5), took: .milliseconds(1))),
        ]
        let deployment = Deployment(artifact: Sample.artifact, slot: .green, run: run, instances: [])
        let end: [Event] = [
            .release("production", .promoted(deployment: deployment)),
            .release("production", .finished(result: .succeeded, running: deployment)),
            .run(.finished(result: .succeeded, finding: nil)),
        ]
        return start + Array(repeating: sample, count: samples) + end
    }

    /// Appends runs that finish one after the other.
    static func append(_ runs: ClosedRange<Int>, samples: Int = 3, to journal: Journal) async throws {
        for number in runs {
            let run = RunNumber(number)
            try await journal.append(events(of: run, samples: samples), run: run, at: .noon)
        }
    }
}

/// Executes SQL behind the journal's back, once it is not writing itself.
func tamper(_ directory: StateDirectory, _ sql: String) async throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    try await DatabaseQueue(path: directory.journal, configuration: configuration).writeWithoutTransaction {
        try $0.execute(sql: sql)
    }
}

/// A number that a table of the journal holds.
func number(in directory: StateDirectory, _ sql: String) async throws -> Int? {
    try await DatabaseQueue(path: directory.journal).read { try Int.fetchOne($0, sql: sql) }
}
