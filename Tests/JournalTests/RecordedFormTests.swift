import Delivery
import Foundation
import Journal
import Testing

/// How each kind of event is written, text for text: journals are read for years, and by programs of others.
///
/// A line that changes is a change of the format: earlier journals have to be read all the same, which a new line in
/// `earlier.txt` shows. `SLIPWAY_UPDATE_GOLDEN=1` writes `recorded.txt` anew.
@Suite struct RecordedFormTests {
    @Test func everyKindIsWrittenAsItAlwaysWas() throws {
        let written = try EventKind.allCases.flatMap(\.samples).map(Self.line)
        if ProcessInfo.processInfo.environment["SLIPWAY_UPDATE_GOLDEN"] == "1" {
            try (written.joined(separator: "\n") + "\n").write(
                to: Self.sources.appending(path: "recorded.txt"), atomically: true, encoding: .utf8)
            return
        }
        let recorded = try Self.lines(of: "recorded")
        #expect(written.count == recorded.count)
        for (now, then) in zip(written, recorded) { #expect(now == then) }
    }

    /// What an earlier version wrote, and how it is written today.
    @Test func whatWasWrittenDifferentlyIsRead() throws {
        let lines = try Self.lines(of: "earlier")
        #expect(lines.count.isMultiple(of: 2) && !lines.isEmpty)
        for pair in stride(from: 0, to: lines.count - 1, by: 2) {
            #expect(try Self.line(EventCoding.decode(Self.coded(lines[pair]))) == lines[pair + 1])
        }
    }

    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/events")

    private static func line(_ event: Event) throws -> String {
        let coded = try EventCoding.encode(event)
        return "\(coded.type) \(coded.data)"
    }

    private static func coded(_ line: String) throws -> CodedEvent {
        let parts = line.split(separator: " ", maxSplits: 1)
        try #require(parts.count == 2)
        return CodedEvent(type: String(parts[0]), data: String(parts[1]))
    }

    private static func lines(of name: String) throws -> [String] {
        let folder = try #require(Bundle.module.url(forResource: "events", withExtension: nil))
        return try String(contentsOf: folder.appending(path: "\(name).txt"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }
}
