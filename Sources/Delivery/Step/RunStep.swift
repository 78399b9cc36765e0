import Values

/// A shell command; it succeeds when it exits with 0.
public struct RunStep: StepKind {
    public static let key = "run"

    public var command: String

    public init(command: String) {
        self.command = command
    }

    public var title: String { command }
    public var effect: StepEffect? { .runCommand(command) }
    public var isCommand: Bool { true }
    public var maySkip: Bool { true }
    public var tests: Bool { true }

    public func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] {
        [command.blankFault("command", at: path.key(Self.key))].compactMap { $0 }
    }
}
