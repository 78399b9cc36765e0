import Delivery
import Values

/// Lines `NAME=value`: blank ones and those that begin with `#` say nothing; what is in a pair of quotes is what is
/// between them. An `export` before the name, as in a file that a shell reads too, says nothing either.
enum VariableLines {
    /// - Throws: ``VariableFileError``, with the line's number and never with what stands there.
    static func parse(_ bytes: [UInt8]) throws(VariableFileError) -> [String: String] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw VariableFileError("it is no text in UTF-8")
        }
        var variables: [String: String] = [:]
        let lines = text.trimmingPrefix("\u{FEFF}").split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n"
        }
        for (index, line) in lines.enumerated() {
            let line = line.drop(while: \.isWhitespace)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let (name, value) = try variable(line, number: index + 1)
            variables[name] = value
        }
        return variables
    }

    private static func variable(_ line: Substring, number: Int) throws(VariableFileError) -> (String, String) {
        guard let equals = line.firstIndex(of: "=") else {
            throw VariableFileError("line \(number) is no NAME=value; comments begin with #")
        }
        let name = String(line[..<equals].trimmingPrefix("export ").drop { $0 == " " })
        let value = unquoted(line[line.index(after: equals)...])
        guard name.isVariableName else {
            throw VariableFileError("line \(number) has no name of a variable before =; write letters, digits and _")
        }
        guard !name.isReservedVariable else {
            throw VariableFileError("line \(number) sets \(name), which Slipway itself sets; use another name")
        }
        guard !value.utf8.contains(0), value.utf8.count <= VariableSettings.textLimit else {
            throw VariableFileError("the value of \(name) in line \(number) can't be given to a process; shorten it")
        }
        return (name, value)
    }

    private static func unquoted(_ value: Substring) -> String {
        for quote in ["\"", "'"] where value.count > 1 && value.hasPrefix(quote) && value.hasSuffix(quote) {
            return String(value.dropFirst().dropLast())
        }
        return String(value)
    }
}
