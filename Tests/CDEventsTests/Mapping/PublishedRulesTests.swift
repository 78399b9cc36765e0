import CDEvents
import Delivery
import Testing
import Values

@Suite("By the published rules")
struct PublishedRulesTests {
    private let rules: PublishedRules

    init() throws {
        rules = try PublishedRules()
    }

    @Test(arguments: Runs.stories.keys.sorted())
    func everyEventOfAStoryIsValid(_ name: String) throws {
        try expectValid(Runs.story(name).told)
    }

    @Test func everyEventOfSimulatedRunsIsValid() throws {
        try expectValid(Runs.told)
    }

    @Test func everyKindOfEventWasSeen() {
        let missing = Set(EventType.allCases).subtracting(Runs.told.map(\.type))
        #expect(missing == [])
    }

    @Test(.enabled(if: PublishedRules.specification != nil, "no copy of the specification"))
    func everyEventIsValidByThePublishedSchemas() throws {
        let folder = try #require(PublishedRules.specification)
        for event in Runs.told {
            let json = try event.json()
            let violations = try rules.officialViolations(JSONValue(parsing: json), specification: folder)
            #expect(violations.isEmpty, "\(violations) in \(json)")
        }
    }

    private func expectValid(_ events: [CDEvent]) throws {
        #expect(!events.isEmpty)
        for event in events {
            let json = try event.json()
            #expect(!json.contains("\n"))
            #expect(json.utf8.count < 65_536, "more than every receiver takes")
            let violations = rules.violations(try JSONValue(parsing: json))
            #expect(violations.isEmpty, "\(violations) in \(json)")
        }
    }
}

/// The checker finds what is wrong, and so what it finds right is right.
@Suite("The rules' checker")
struct SchemaTests {
    private func violations(_ change: (String) -> String) throws -> [String] {
        let event = try #require(Runs.story("succeeded").told.first)
        return try PublishedRules().violations(JSONValue(parsing: change(event.json())))
    }

    @Test func aChangedEventIsNoLongerValid() throws {
        #expect(try violations { $0 } == [])
        let changes: [(String, String)] = [
            ("\"specversion\":\"1.0\"", "\"specversion\":\"1.1\""), ("\"specversion\":\"0.5.1\"", "\"v\":\"0.5.1\""),
            ("pipelinerun.started.0.3.0", "pipelinerun.begun.0.3.0"), ("\"pipelineName\"", "\"name\""),
            ("\"subject\":\"runs/128\"", "\"subject\":\"\""), ("2026-03-04T", "2026-03-04 "),
            ("\"pipelineName\":\"shop\"", "\"pipelineName\":7"), ("https://ci", "https://c i"),
            ("\"data\":", "\"dataUnknown\":1,\"data\":"),
        ]
        for (old, new) in changes {
            #expect(try !violations { $0.replacing(old, with: new) }.isEmpty, "\(old) → \(new)")
        }
    }

    @Test func anUnknownKeywordIsNotPassedOver() throws {
        let schema = Schema(try JSONValue(parsing: #"{"type":"string","maxLength":3}"#))
        #expect(schema.violations(.string("a")).count == 1)
    }
}
