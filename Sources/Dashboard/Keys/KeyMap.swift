/// Which keys an action has: those that its binding brings, or a person's own. Every key table is made with it.
public struct KeyMap: Equatable, Sendable {
    /// Every action has the keys that its binding brings.
    public static let builtIn = KeyMap()

    private let changed: [ActionName: [KeyPress]]

    /// - Parameter changed: the actions that have other keys. One without any keeps the built-in ones: nothing that can be
    ///   done may become impossible.
    public init(_ changed: [ActionName: [KeyPress]] = [:]) {
        self.changed = changed.filter { !$0.value.isEmpty }
    }

    func applied<Context, Action>(to binding: KeyBinding<Context, Action>) -> KeyBinding<Context, Action> {
        var copy = binding
        copy.keys = changed[binding.name] ?? binding.keys
        return copy
    }
}
