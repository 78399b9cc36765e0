/// A command's text and its environment on their way to a host: over standard input, as arguments can be read by
/// everybody there.
///
/// Each variable is its name, the number of lines in its value, and these lines; the text has the name `-`. A line with
/// a dot ends them, so that a connection that breaks in the middle is noticed.
enum RemoteEnvironment {
    /// Throws ``DurableCommandError/invalid(_:)`` for a name that a shell could not export.
    static func encoded(_ variables: [String: String], script: String) throws -> [UInt8] {
        var text = entry("-", script)
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            guard isName(name) else {
                throw DurableCommandError.invalid(
                    "'\(name)' can't be set on a host over SSH; use letters, digits and _, not a digit first")
            }
            text += entry(name, value)
        }
        return Array((text + ".\n").utf8)
    }

    private static func entry(_ name: String, _ value: String) -> String {
        let lines = value.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        return "\(name)\n\(lines)\n\(value)\n"
    }

    private static func isName(_ text: String) -> Bool {
        let rest = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789".utf8
        guard let first = text.utf8.first, rest.dropLast(10).contains(first) else { return false }
        return text.utf8.allSatisfy(rest.contains)
    }
}
