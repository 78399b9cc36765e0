/// A shell script that is run on a host, always the same text: data comes as arguments or on standard input.
///
/// It needs a POSIX shell and coreutils, and prints ``greeting`` before its answer. The scripts themselves are in the
/// extensions of this type.
struct RemoteScript: Sendable {
    /// What it does, for messages: "starting a command".
    let purpose: String
    let text: String

    /// Tells the answer from what a login shell may print by itself.
    static let greeting = "slipway answers:"

    init(_ purpose: String, _ text: String) {
        self.purpose = purpose
        self.text = "echo '\(Self.greeting)'\n\(text)"
    }

    /// The line for the login shell at the other end.
    func line(_ arguments: [String]) -> String {
        ShellQuoting.line(["/bin/sh", "-c", text, "slipway"] + arguments)
    }

    /// What follows the greeting; `nil` when that did not come.
    static func answer(in output: [UInt8]) -> [UInt8]? {
        output.firstRange(of: Array("\(greeting)\n".utf8)).map { Array(output[$0.upperBound...]) }
    }
}
