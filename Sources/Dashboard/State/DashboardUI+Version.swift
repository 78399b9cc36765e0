import Delivery
import Wording

extension DashboardUI {
    mutating func press(
        _ key: KeyPress, in dialog: VersionDialog, _ model: DashboardModel
    ) -> DashboardRequest? {
        switch dialog.keys(self).meaning(of: key, in: KeyContext(model, self)) {
        case .action(let action): return perform(action, in: dialog, model)
        case .disabled(let reason): say(reason, .warning)
        case .none: break
        }
        return nil
    }

    private mutating func perform(
        _ action: DialogAction, in dialog: VersionDialog, _ model: DashboardModel
    ) -> DashboardRequest? {
        switch action {
        case .cancel, .detach: overlay = nil
        case .confirm:
            overlay = nil
            guard dialog.isPossible else { return nil }
            say("release requested")
            return .release(dialog.order)
        case .choose: return perform(dialog.focus == .confirm ? .confirm : .cancel, in: dialog, model)
        case .focus(let focus): overlay = .version(dialog.focusing(focus))
        case .switchFocus: overlay = .version(dialog.focusing(dialog.focus == .cancel ? .confirm : .cancel))
        case .halt: return order(.halt, model)
        }
        return nil
    }
}
