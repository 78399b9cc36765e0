/// The keys of a screen. One table drives the handler, the footer and the help page.
public struct KeyTable<Context, Command: Sendable>: Sendable {
    /// What a key press means now.
    public enum Meaning {
        case command(Command)
        /// The key is known, but can do nothing now.
        case disabled(reason: String)
        case none
    }

    public let bindings: [KeyBinding<Context, Command>]

    /// Of two bindings with the same key, the first counts.
    public init(_ bindings: [KeyBinding<Context, Command>]) {
        self.bindings = bindings
    }

    /// What the key does in this context.
    public func meaning(of key: KeyPress, in context: Context) -> Meaning {
        guard let binding = bindings.first(where: { $0.keys.contains(key) }) else { return .none }
        if let reason = binding.disabledReason(context) { return .disabled(reason: reason) }
        return .command(binding.command)
    }

    /// The keys that more than one binding claims; empty in a sound table.
    public var conflicts: [KeyPress] {
        var seen: Set<KeyPress> = []
        return bindings.flatMap(\.keys).filter { !seen.insert($0).inserted }
    }

    /// What the footer shows in this context.
    public func footer(in context: Context) -> Footer {
        Footer(
            items: bindings.filter(\.isInFooter).map { binding in
                Footer.Item(
                    key: binding.key.description, label: binding.label,
                    isEnabled: binding.disabledReason(context) == nil)
            })
    }

    /// What the help page shows in this context: sections in the order of their first binding.
    public func help(in context: Context) -> HelpPage {
        var sections: [HelpPage.Section] = []
        for binding in bindings {
            let line = HelpPage.Line(
                keys: binding.keys.map(\.description).joined(separator: " "), help: binding.help,
                disabledReason: binding.disabledReason(context))
            if let index = sections.firstIndex(where: { $0.title == binding.section }) {
                sections[index].lines.append(line)
            } else {
                sections.append(HelpPage.Section(title: binding.section, lines: [line]))
            }
        }
        return HelpPage(sections: sections)
    }
}

extension KeyTable.Meaning: Equatable where Command: Equatable {}
extension KeyTable.Meaning: Sendable {}
