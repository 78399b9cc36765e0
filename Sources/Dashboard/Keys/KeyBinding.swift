/// Whether the footer has an action.
public enum FooterPlace: Hashable, Sendable {
    case always
    /// While it can be pressed, and only where all others have room.
    case whereRoom
    case never
}

/// An action and everything about its keys: which they are, how the footer and the help page show them, and why they may
/// not be pressed now. `Context` is what that depends on, `Action` what the keys ask for.
public struct KeyBinding<Context, Action: Sendable>: Sendable {
    public var name: ActionName
    /// All keys that do it; texts name the first.
    public var keys: [KeyPress]
    /// One or two words for the footer: `roll back`.
    public var label: String
    /// A sentence for the help page.
    public var help: String
    /// The heading on the help page that it stands under.
    public var section: String
    public var footer: FooterPlace
    public var action: Action
    /// Why the keys can do nothing now; `nil` when they can.
    public var disabledReason: @Sendable (Context) -> String?

    public init(
        _ name: ActionName, _ keys: [KeyPress], label: String, help: String = "", section: String = "Keys",
        footer: FooterPlace = .always, action: Action,
        disabledReason: @escaping @Sendable (Context) -> String? = { _ in nil }
    ) {
        self.name = name
        self.keys = keys
        self.label = label
        self.help = help
        self.section = section
        self.footer = footer
        self.action = action
        self.disabledReason = disabledReason
    }

    /// The same keys for the same action, as another table calls it.
    func asking<Other: Sendable>(for change: (Action) -> Other) -> KeyBinding<Context, Other> {
        KeyBinding<Context, Other>(
            name, keys, label: label, help: help, section: section, footer: footer, action: change(action),
            disabledReason: disabledReason)
    }
}
