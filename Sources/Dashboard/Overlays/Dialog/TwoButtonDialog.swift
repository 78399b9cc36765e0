import Delivery
import Wording

/// A question with a safe button and one that says yes; the safe one is chosen until the person moves.
protocol TwoButtonDialog: Sendable {
    var focus: DashboardDialog.Focus { get }
    var overlay: DashboardUI.Overlay { get }

    func focusing(_ focus: DashboardDialog.Focus) -> Self
    func keys(_ ui: DashboardUI) -> KeyTable<KeyContext, DialogAction>
}

extension DashboardUI {
    /// - Parameter confirm: what a yes does, after which the question is gone unless that opens another.
    mutating func press<Question: TwoButtonDialog>(
        _ key: KeyPress, in question: Question, _ model: DashboardModel,
        confirm: (inout DashboardUI) -> DashboardRequest?
    ) -> DashboardRequest? {
        switch question.keys(self).meaning(of: key, in: KeyContext(model, self)) {
        case .action(let action): return perform(action, in: question, model, confirm)
        case .disabled(let reason): say(reason, .warning)
        case .none: break
        }
        return nil
    }

    private mutating func perform<Question: TwoButtonDialog>(
        _ action: DialogAction, in question: Question, _ model: DashboardModel,
        _ confirm: (inout DashboardUI) -> DashboardRequest?
    ) -> DashboardRequest? {
        switch action {
        case .cancel: overlay = nil
        case .confirm:
            overlay = nil
            return confirm(&self)
        case .choose: return perform(question.focus == .confirm ? .confirm : .cancel, in: question, model, confirm)
        case .focus(let focus): overlay = question.focusing(focus).overlay
        case .switchFocus: overlay = question.focusing(question.focus == .cancel ? .confirm : .cancel).overlay
        case .detach: return .leave
        case .halt: return order(.halt, model)
        }
        return nil
    }
}
