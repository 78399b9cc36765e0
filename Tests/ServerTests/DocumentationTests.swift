import Foundation
import Server
import Testing

/// `Documentation/server.md` describes what is built.
@Suite struct DocumentationTests {
    private static func document() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try String(contentsOf: root.appending(path: "Documentation/server.md"), encoding: .utf8)
    }

    @Test func itsExampleIsRight() throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        for name in ["webhook-secret", "sink-secret"] { try folder.secret(name, "a secret that is long enough\n") }
        let match = try #require(try Self.document().firstMatch(of: /```yaml\n(pipelines:(?s:.*?))```/))
        let configuration = try folder.load(String(match.1))
        #expect(configuration.pipelines.count == 2 && configuration.sinks.count == 1)
    }

    @Test(arguments: ServerSection.allCases)
    func everyKeyIsDescribed(section: ServerSection) throws {
        let document = try Self.document()
        for key in section.keys {
            #expect(document.contains("| `\(key)` |") || document.contains("`{ \(key): "), "\(key) of \(section)")
        }
    }
}
