import Values

/// What curl is told on its standard input, where nobody else can read it: its configuration format, an option a line.
struct CurlOptions: Sendable {
    private(set) var text = ""

    /// - Parameter option: its long name, without dashes.
    mutating func add(_ option: String, _ value: String) {
        text += "\(option) = \(Self.quoted(value))\n"
    }

    mutating func add(_ option: String) { text += "\(option)\n" }

    /// As curl(1) says under `--config`: in quotes only these stand for something else.
    private static func quoted(_ value: String) -> String {
        var quoted = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": quoted += "\\\\"
            case "\"": quoted += "\\\""
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
