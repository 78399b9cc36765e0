/// Turns any text into one word of a POSIX shell's command line.
///
/// `ssh` joins its arguments with blanks and has the login shell at the other end read the line: whatever is not quoted
/// would be a part of the program there.
enum ShellQuoting {
    /// The text as a single word, whatever characters it holds; a NUL cannot be in any argument and must not be in it.
    ///
    /// Quotes and backslashes stand outside the single quotes, where all shells that know them agree.
    static func quoted(_ text: String) -> String {
        var word = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": word += "'\\''"
            case "\\": word += "'\\\\'"
            default: word.unicodeScalars.append(scalar)
            }
        }
        return word + "'"
    }

    /// A command line that runs the words, the first being the program; it takes the login shell's place.
    static func line(_ words: [String]) -> String {
        "exec " + words.map(quoted).joined(separator: " ")
    }
}
