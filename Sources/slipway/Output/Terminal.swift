import Control
import Foundation
import Posix

/// The person at the terminal, where there is one.
enum Terminal {
    /// Whether somebody reads what is printed, and can answer.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Asks a question that only a clear yes says yes to.
    static func agrees(to question: String) async -> Bool {
        StandardStream.output.ask("\(question) [y/N] ")
        let answer = await Offloaded.run { readLine() } ?? ""
        return ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }
}
