import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing

extension ChaosReport {
    /// One bit of an event is another than it was: whoever looks after the journal is told, and nobody reads it as true.
    @Suite(.serialized)
    struct DamagedJournalTests {
        @Test func doctorNamesTheEvent() async throws {
            try await withFolder { folder in
                let step = try CountingStep(in: folder)
                let ending = try await Program.run(step.begin, in: folder) { _ in try step.release() }
                try #require(ending.status == 0, "\(ending.output)\(ending.error)")
                let well = try await slipway("doctor", step)
                #expect(!well.output.contains("damage"), "\(well.output)")
                try flipABit(in: StateDirectory(path: step.state).journal)
                let report = try await slipway("doctor", step)
                #expect(report.status == 1, "\(report.output)\(report.error)")
                #expect(report.output.contains("event 3 of "), "\(report.output)")
                let events = try await slipway("events", step)
                #expect(events.status == 5, "\(events.output)\(events.error)")
                #expect(events.error.contains("event 3"), "\(events.error)")
            }
        }

        private func slipway(_ command: String, _ step: CountingStep) async throws -> Program.Ending {
            try await Program.run([command, "--state", step.state])
        }

        /// The step that began becomes another one; as SQLite keeps it, the type comes just before the data.
        private func flipABit(in journal: String) throws {
            var bytes = try Data(contentsOf: URL(filePath: journal))
            let place = try #require(bytes.range(of: Data(#"stepStarted{"step":{"index":0"#.utf8)))
            bytes[place.upperBound - 1] ^= 1
            let handle = try FileHandle(forWritingTo: URL(filePath: journal))
            try handle.write(contentsOf: bytes)
            try handle.close()
        }
    }
}
