/// What keys do in a dialog.
enum DialogAction: Equatable, Sendable {
    case cancel, confirm
    /// Press the chosen button.
    case choose
    case focus(DashboardDialog.Focus)
    case switchFocus
    case detach
    case halt
}

/// The keys of a dialog: the answers to its question, and halting, which no question stands in the way of.
enum DialogKeys {
    /// - Parameter canDetach: whether the run can be left to go on in the background.
    static func table(
        for subject: DashboardDialog.Subject, canDetach: Bool, _ map: KeyMap
    ) -> KeyTable<KeyContext, DialogAction> {
        let detach = subject == .leave && canDetach ? [Self.detach] : []
        return KeyTable([ScreenKeys.halt(as: .halt), cancel, confirm(subject)] + buttons + detach, map)
    }

    /// The keys of a question with a plain yes; without one it is only read.
    static func plain(canConfirm: Bool, _ map: KeyMap) -> KeyTable<KeyContext, DialogAction> {
        let yes: [KeyBinding<KeyContext, DialogAction>] = [
            KeyBinding("confirm", [.character("y")], label: "confirm", action: .confirm)
        ]
        return KeyTable([ScreenKeys.halt(as: .halt), cancel] + (canConfirm ? yes : []) + buttons, map)
    }

    private static var cancel: KeyBinding<KeyContext, DialogAction> {
        KeyBinding("cancel", [.escape, .character("n"), .character("q")], label: "cancel", action: .cancel)
    }

    /// To end a run it is not the key that merely agrees.
    private static func confirm(_ subject: DashboardDialog.Subject) -> KeyBinding<KeyContext, DialogAction> {
        KeyBinding(
            subject.confirmation, [.character(subject == .leave ? "c" : "y")], label: "confirm", action: .confirm)
    }

    private static var detach: KeyBinding<KeyContext, DialogAction> {
        KeyBinding("detach", [.character("d")], label: "detach", action: .detach)
    }

    private static var buttons: [KeyBinding<KeyContext, DialogAction>] {
        [
            KeyBinding("choose", [.enter], label: "choose", action: .choose),
            KeyBinding("first-button", [.left], label: "first button", action: .focus(.cancel)),
            KeyBinding("second-button", [.right], label: "second button", action: .focus(.confirm)),
            KeyBinding("other-button", [.tab, .backTab], label: "other button", action: .switchFocus),
        ]
    }
}

extension DashboardDialog.Subject {
    /// What a yes is called where keys are mapped.
    var confirmation: ActionName { self == .leave ? "end-run" : "confirm" }
}

extension DashboardDialog {
    func keys(_ ui: DashboardUI) -> KeyTable<KeyContext, DialogAction> {
        DialogKeys.table(for: subject, canDetach: ui.canDetach, ui.keys)
    }
}
