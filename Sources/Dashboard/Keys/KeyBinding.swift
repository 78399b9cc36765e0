/// A key and everything about it: what it does, how the footer and the help page show it, and why it may not be pressed
/// now. `Context` is what that depends on, `Command` what the key asks for.
public struct KeyBinding<Context, Command: Sendable>: Sendable {
    public var key: KeyPress
    /// Keys that do the same.
    public var alternatives: [KeyPress]
    /// One or two words for the footer: `roll back`.
    public var label: String
    /// A sentence for the help page.
    public var help: String
    /// The heading on the help page that it stands under.
    public var section: String
    /// Whether the footer has it.
    public var isInFooter: Bool
    public var command: Command
    /// Why the key can do nothing now; `nil` when it can.
    public var disabledReason: @Sendable (Context) -> String?

    public init(
        _ key: KeyPress, or alternatives: [KeyPress] = [], label: String, help: String, section: String = "Keys",
        isInFooter: Bool = true, command: Command,
        disabledReason: @escaping @Sendable (Context) -> String? = { _ in nil }
    ) {
        self.key = key
        self.alternatives = alternatives
        self.label = label
        self.help = help
        self.section = section
        self.isInFooter = isInFooter
        self.command = command
        self.disabledReason = disabledReason
    }

    /// All keys that do it.
    public var keys: [KeyPress] { [key] + alternatives }
}
