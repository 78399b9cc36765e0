import Values

/// By where it is, never with the secret: `{"kind":"file","path":"/run/secrets/db"}`.
extension SecretSource: Codable {
    public func encode(to encoder: any Encoder) throws {
        try RecordedKind.write(key, to: encoder) { values in
            switch self {
            case .file(let path): try values.write(path, "path")
            case .variable(let name): try values.write(name, "name")
            case .command(let command): try values.write(command, "command")
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        self = try RecordedKind.read(Self.self, from: decoder) { kind, values in
            switch kind {
            case "file": .file(try values.read("path"))
            case "env": .variable(try values.read("name"))
            case "command": .command(try values.read("command"))
            default: nil
            }
        }
    }
}
