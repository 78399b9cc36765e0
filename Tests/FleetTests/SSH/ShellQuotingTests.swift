import Foundation
import Subprocess
import Testing

@testable import Fleet

@Suite struct ShellQuotingTests {
    private static let words = [
        "", " ", "'", "''", "\\", "\\'", "'\\''", "\"", "$HOME", "$(id)", "`id`", "a b", "a\nb", "\n", "*", "~", "-n",
        "--",
        "!", "#", ";", "&", "|", "é🚢", "\u{1B}[2J", "\t", "a'b\"c\\d$e`f\ng", String(repeating: "'\\", count: 500),
    ]

    /// The shells themselves say what the words are.
    @Test(arguments: ["sh", "bash", "dash", "zsh", "ksh", "fish"]) func everyWordArrivesAsItIs(shell: String)
        async throws
    {
        let isThere = ["/bin", "/usr/bin", "/usr/local/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)")
        }
        guard isThere else { return }
        let line = ShellQuoting.line(
            ["/bin/sh", "-c", "for word; do printf '%s\\0' \"$word\"; done", "x"] + Self.words)
        let result = try await Subprocess.run(
            .name(shell), arguments: ["-c", line], output: .string(limit: 1 << 20), error: .string(limit: 1 << 16))
        #expect(result.standardError.isEmpty)
        #expect(result.standardOutput == Self.words.map { "\($0)\0" }.joined())
    }
}
