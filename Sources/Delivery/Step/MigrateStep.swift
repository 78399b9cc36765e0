import Values

/// A shell command that brings a database to where the new version needs it.
public struct MigrateStep: StepKind {
    public static let key = "migrate"

    public var command: String
    /// Whether earlier versions still work with what it leaves behind, or know how to take it back.
    public var isReversible: Bool

    public init(command: String, isReversible: Bool = true) {
        self.command = command
        self.isReversible = isReversible
    }

    public var title: String { command }
    public var effect: StepEffect? { .runCommand(command) }
    public var isCommand: Bool { true }

    public func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] {
        [command.blankFault("command", at: path.key(Self.key).key("run"))].compactMap { $0 }
    }
}
