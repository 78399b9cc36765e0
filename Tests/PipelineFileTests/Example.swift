import Foundation

/// The example file of the documentation, and changes to it.
enum Example {
    static let path = Bundle.module.path(forResource: "slipway", ofType: "yml") ?? "slipway.yml"

    static func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// The example with the first `old` replaced; an error when it is not there, so that no test goes stale.
    static func replacing(_ old: String, with new: String) throws -> String {
        var text = try text()
        guard let range = text.range(of: old) else { throw NotThere(text: old) }
        text.replaceSubrange(range, with: new)
        return text
    }

    struct NotThere: Error {
        let text: String
    }
}
