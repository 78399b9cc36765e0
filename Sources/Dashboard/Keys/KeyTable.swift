/// The keys of one context: a page, a dialog, the prompt. One table drives the handler, the footer, the help page and every
/// text that names a key.
public struct KeyTable<Context, Action: Sendable>: Sendable {
    /// What a key press means now.
    public enum Meaning {
        case action(Action)
        /// The key is known, but can do nothing now.
        case disabled(reason: String)
        case none
    }

    public let bindings: [KeyBinding<Context, Action>]

    /// Of two bindings with the same key, the first counts.
    public init(_ bindings: [KeyBinding<Context, Action>], _ map: KeyMap = .builtIn) {
        self.bindings = bindings.map(map.applied)
    }

    /// What the key does in this context.
    public func meaning(of key: KeyPress, in context: Context) -> Meaning {
        guard let binding = bindings.first(where: { $0.keys.contains(key) }) else { return .none }
        if let reason = binding.disabledReason(context) { return .disabled(reason: reason) }
        return .action(binding.action)
    }

    /// The keys that more than one binding claims; empty in a sound table.
    public var conflicts: [KeyPress] {
        var seen: Set<KeyPress> = []
        return bindings.flatMap(\.keys).filter { !seen.insert($0).inserted }
    }

    /// The same without these keys, but for the action of this name: they are only its own.
    func leaving(_ keys: [KeyPress], to name: ActionName) -> KeyTable {
        KeyTable(
            bindings.compactMap { binding in
                guard binding.name != name else { return binding }
                var copy = binding
                copy.keys.removeAll(where: keys.contains)
                return copy.keys.isEmpty ? nil : copy
            })
    }

    /// Both tables as one: of the other's actions and keys, those that this one has not.
    func followed(by others: KeyTable) -> KeyTable {
        let names = Set(bindings.map(\.name))
        let taken = Set(bindings.flatMap(\.keys))
        let rest = others.bindings.compactMap { binding -> KeyBinding<Context, Action>? in
            var copy = binding
            copy.keys.removeAll(where: taken.contains)
            return names.contains(binding.name) || copy.keys.isEmpty ? nil : copy
        }
        return KeyTable(bindings + rest)
    }
}

// MARK: - Texts

extension KeyTable {
    /// What the footer shows in this context.
    public func footer(in context: Context) -> Footer {
        Footer(
            items: bindings.compactMap { binding in
                let isEnabled = binding.disabledReason(context) == nil
                guard binding.footer == .always || (binding.footer == .whereRoom && isEnabled) else { return nil }
                return Footer.Item(
                    key: key(of: binding.name), label: binding.label, isEnabled: isEnabled,
                    isDispensable: binding.footer == .whereRoom)
            })
    }

    /// What the help page shows in this context: sections in the order of their first binding.
    public func help(in context: Context) -> KeyHelp {
        var help = KeyHelp(sections: [])
        for binding in bindings {
            let line = KeyHelp.Line(
                keys: binding.keys.map(\.description).joined(separator: " "), help: binding.help,
                disabledReason: binding.disabledReason(context))
            help.add(line, below: binding.section)
        }
        return help
    }

    /// All keys of an action; none where this context has no such action.
    func keys(of name: ActionName) -> [KeyPress] { bindings.first { $0.name == name }?.keys ?? [] }

    /// The key that texts name for an action: `h`; empty where this context has no such action.
    func key(of name: ActionName) -> String {
        keys(of: name).first?.description ?? ""
    }

    /// A key and what it does, as the table calls it: `h halt`.
    func words(for name: ActionName) -> String {
        "\(key(of: name)) \(bindings.first { $0.name == name }?.label ?? "")"
    }

    /// The same in colours; `label` says it in other words.
    func hint(_ name: ActionName, _ label: String? = nil, in role: Role = .dim) -> StyledText {
        let label = label ?? bindings.first { $0.name == name }?.label ?? ""
        return StyledText(key(of: name), .key, .bold) + StyledText(" \(label)", role)
    }
}

extension KeyTable.Meaning: Equatable where Action: Equatable {}
extension KeyTable.Meaning: Sendable {}
