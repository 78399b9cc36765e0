import Foundation
import Values

/// Checks values against JSON Schemas (draft 2020-12), as far as these tests' schemas go: a keyword that is not known here
/// is a violation of its own, so that nothing passes unchecked.
struct Schema {
    let root: JSONValue
    private let own: JSONValue

    /// - Parameter part: the schema within the document; the whole by default. `#/…` refers to the document.
    init(_ root: JSONValue, part: JSONValue? = nil) {
        self.root = root
        own = part ?? root
    }

    /// What is wrong with the value, and where.
    func violations(_ value: JSONValue, at place: String = "$") -> [String] {
        guard let keywords = own.members else { return ["\(place): the schema is no object"] }
        return keywords.sorted { $0.key < $1.key }.flatMap { keyword, rule in
            check(keyword, rule, value).map { "\(place)\($0)" }
        }
    }

    private func check(_ keyword: String, _ rule: JSONValue, _ value: JSONValue) -> [String] {
        switch keyword {
        case "$schema", "$id", "$defs", "description", "default", "contentEncoding": []
        case "type": value.isOf(type: rule.string ?? "") ? [] : [": expected \(rule.string ?? "?")"]
        case "enum": rule.elements?.contains(value) == true ? [] : [": not one of those allowed"]
        case "minLength", "pattern", "format": value.string.map { check(text: $0, keyword, rule) } ?? []
        case "required": missing(rule.elements?.compactMap(\.string) ?? [], in: value)
        case "properties": properties(rule.members ?? [:], value)
        case "additionalProperties": additional(rule, value)
        case "oneOf": one(of: rule.elements ?? [], value)
        case "$ref": referred(rule.string ?? "", value)
        default: [": the checker does not know '\(keyword)'"]
        }
    }

    private func check(text: String, _ keyword: String, _ rule: JSONValue) -> [String] {
        switch (keyword, rule) {
        case ("minLength", .integer(let length)): text.count >= length ? [] : [": too short"]
        case ("pattern", .string(let pattern)):
            (try? Regex(pattern)).map { text.contains($0) } == true ? [] : [": '\(text)' does not match \(pattern)"]
        case ("format", .string(let format)): TextFormat(rawValue: format)?.fits(text) == true ? [] : [": no \(format)"]
        default: [": a broken schema"]
        }
    }

    private func missing(_ names: [String], in value: JSONValue) -> [String] {
        names.filter { value.members != nil && value[$0] == nil }.map { ": '\($0)' is missing" }
    }

    private func properties(_ rules: [String: JSONValue], _ value: JSONValue) -> [String] {
        rules.flatMap { name, rule in
            value[name].map { Schema(root, part: rule).violations($0, at: ".\(name)") } ?? []
        }
    }

    private func additional(_ rule: JSONValue, _ value: JSONValue) -> [String] {
        switch rule {
        case .boolean(true): return []
        case .boolean(false):
            let known = Set(own["properties"]?.members?.keys.map { $0 } ?? [])
            return (value.members ?? [:]).keys.filter { !known.contains($0) }.map { ".\($0): not allowed" }
        default: return [": the checker does not know such 'additionalProperties'"]
        }
    }

    private func one(of rules: [JSONValue], _ value: JSONValue) -> [String] {
        let fitting = rules.filter { Schema(root, part: $0).violations(value).isEmpty }
        return fitting.count == 1 ? [] : [": fits \(fitting.count) of the schemas"]
    }

    private func referred(_ reference: String, _ value: JSONValue) -> [String] {
        let path = reference.split(separator: "/")
        let target = path.dropFirst().reduce(JSONValue?.some(root)) { $0?[String($1)] }
        guard path.first == "#", let target else { return [": the checker can't find \(reference)"] }
        return Schema(root, part: target).violations(value, at: "")
    }
}

extension JSONValue {
    func isOf(type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .boolean: type == "boolean"
        case .integer: type == "number" || type == "integer"
        case .number: type == "number"
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }
}

/// The formats of JSON Schema that CDEvents uses.
enum TextFormat: String {
    case dateTime = "date-time"
    case uri
    case uriReference = "uri-reference"

    func fits(_ text: String) -> Bool {
        switch self {
        case .dateTime:
            text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/) != nil
        case .uri: url(text)?.scheme != nil
        case .uriReference: url(text) != nil
        }
    }

    private func url(_ text: String) -> URL? { URL(string: text, encodingInvalidCharacters: false) }
}
