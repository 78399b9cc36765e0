import Delivery
import Wording

extension DashboardUI {
    mutating func press(
        _ key: KeyPress, in dialog: DashboardDialog, _ model: DashboardModel
    ) -> DashboardRequest? {
        switch dialog.keys(self).meaning(of: key, in: KeyContext(model, self)) {
        case .action(let action): return perform(action, in: dialog, model)
        case .disabled(let reason): say(reason, .warning)
        case .none: break
        }
        return nil
    }

    private mutating func perform(
        _ action: DialogAction, in dialog: DashboardDialog, _ model: DashboardModel
    ) -> DashboardRequest? {
        switch action {
        case .cancel: overlay = nil
        case .confirm: return confirm(dialog, model)
        case .choose: return perform(dialog.focus == .confirm ? .confirm : .cancel, in: dialog, model)
        case .focus(let focus): overlay = .dialog(dialog.focusing(focus))
        case .switchFocus: overlay = .dialog(dialog.focusing(dialog.focus == .cancel ? .confirm : .cancel))
        case .detach: return .leave
        case .halt: return order(.halt, model)
        }
        return nil
    }

    private mutating func confirm(_ dialog: DashboardDialog, _ model: DashboardModel) -> DashboardRequest? {
        overlay = nil
        // What it was opened for may be gone since the last frame.
        if let reason = dialog.closingReason(model, actor) {
            say(reason, .warning)
            return nil
        }
        let environment = dialog.environment
        if dialog.insists { return order(dialog.order, anyway: true, seen: dialog.seen, in: environment) }
        guard let objection = model.run.objection(to: dialog.order, in: environment),
            !model.run.isBetterPutOff(dialog.order, in: environment, by: actor)
        else { return order(dialog.order, seen: dialog.seen, in: environment) }
        // Refused once, with what would happen; a second yes insists.
        overlay = .dialog(dialog.insisting())
        say("\(dialog.order.verb): \(objection)", .bad)
        return nil
    }
}
