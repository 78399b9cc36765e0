import Values

/// Where a secret is kept; the secret itself is in no pipeline and in no record.
public enum SecretSource: Hashable, Sendable {
    /// A file that holds it and nothing else.
    case file(String)
    /// A variable of the executor's own environment.
    case variable(String)
    /// A shell command that prints it.
    case command(String)

    /// Its name in the pipeline file.
    public var key: String {
        switch self {
        case .file: "file"
        case .variable: "env"
        case .command: "command"
        }
    }

    func faults(at path: FieldPath) -> [FieldFault] {
        let path = path.key(key)
        switch self {
        case .file(let file): return [file.variableFileFault(at: path)].compactMap { $0 }
        case .variable(let name):
            return [name.variableNameFault(at: path) ?? name.sharedFault(at: path)].compactMap { $0 }
        case .command(let command): return [command.blankFault("command", at: path)].compactMap { $0 }
        }
    }
}
