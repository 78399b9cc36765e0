import CDEvents
import Foundation
import Testing
import Values

/// What CDEvents and CloudEvents ask of every event, and of each kind.
struct PublishedRules {
    private let document: JSONValue
    /// The folder of a copy of the specification, if there is one here.
    static let specification = ProcessInfo.processInfo.environment["SLIPWAY_CDEVENTS_SPEC"]

    init() throws {
        let file = try #require(Bundle.module.url(forResource: "field-rules", withExtension: "json"))
        document = try JSONValue(parsing: String(contentsOf: file, encoding: .utf8))
    }

    /// What is wrong with an event in its envelope.
    func violations(_ event: JSONValue) -> [String] {
        let data = event["data"]
        return schema("cloudEvent").violations(event) + binding(event) + attributeNames(event)
            + content(type: data?["context"]?["type"]?.string ?? "", data?["subject"]?["content"] ?? .null)
    }

    /// What the published schema of its kind finds wrong with the event within the envelope.
    func officialViolations(_ event: JSONValue, specification folder: String) throws -> [String] {
        let data = event["data"] ?? .null
        let type = data["context"]?["type"]?.string ?? ""
        let parts = type.split(separator: ".")
        let file = parts[1] == "cdeventsx" ? "custom/schema.json" : "schemas/\(parts[2])\(parts[3]).json"
        let text = try String(contentsOf: URL(filePath: folder).appending(path: file), encoding: .utf8)
        return Schema(try JSONValue(parsing: text)).violations(data)
    }

    private func schema(_ name: String) -> Schema { Schema(document, part: document["$defs"]?[name]) }

    private func content(type: String, _ content: JSONValue) -> [String] {
        if type.hasPrefix("dev.cdeventsx.") { return schema("customType").violations(.string(type)) }
        guard let rules = document["content"]?[type] else { return ["\(type): no such kind of event"] }
        return Schema(document, part: rules).violations(content, at: "content")
    }

    /// `cloudevents-binding.md`: the envelope repeats the event.
    private func binding(_ event: JSONValue) -> [String] {
        let context = event["data"]?["context"]
        let pairs = [
            ("id", context?["id"]), ("source", context?["source"]), ("type", context?["type"]),
            ("time", context?["timestamp"]), ("subject", event["data"]?["subject"]?["id"]),
        ]
        return pairs.filter { event[$0.0] != $0.1 }.map { "\($0.0): not the same in the envelope" }
    }

    /// CloudEvents, "Attribute naming convention".
    private func attributeNames(_ event: JSONValue) -> [String] {
        (event.members ?? [:]).keys.filter { $0.wholeMatch(of: /[a-z0-9]{1,20}/) == nil }.map { "'\($0)' is no name" }
    }
}
