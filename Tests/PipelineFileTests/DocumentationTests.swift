import Foundation
import Testing

@testable import PipelineFile

/// `Documentation/pipeline.md` describes what is built.
@Suite struct DocumentationTests {
    private static func document() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try String(contentsOf: root.appending(path: "Documentation/pipeline.md"), encoding: .utf8)
    }

    @Test func itsExampleIsTheOneThatIsTested() throws {
        #expect(try Self.document().contains("```yaml\n\(Example.text())```\n"))
    }

    @Test(arguments: Section.allCases)
    func everyKeyIsDescribed(section: Section) throws {
        let document = try Self.document()
        for key in section.keys {
            #expect(document.contains("`\(key)`") || document.contains("`\(key): "), "\(key) of \(section)")
        }
    }

    @Test func everyPlannedKeyIsNamed() throws {
        let notYet = try #require(try Self.document().components(separatedBy: "## Not yet").last)
        for feature in PlannedFeature.all {
            #expect(notYet.contains("`\(feature.key)"), "\(feature.key)")
        }
    }
}
