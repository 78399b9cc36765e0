import Foundation

/// Whole lines of JSON, not held back in a buffer: another process waits for them.
enum StandardOutput {
    static func print(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A closed output must not end the shop.
        guard let line = try? encoder.encode(value) else { return }
        try? FileHandle.standardOutput.write(contentsOf: line + Data("\n".utf8))
    }
}
