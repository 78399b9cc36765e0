import Delivery
import Judge

/// A question on the screen. It holds what was asked, not the text: that follows the state as it changes.
public struct DashboardDialog: Equatable, Sendable {
    /// What is asked, and what the question was about when it was asked.
    public enum Subject: Equatable, Sendable {
        case approve(StageName)
        case reject(StageName)
        case rollBack
        /// `suspect` is whether the evidence spoke against the candidate when the question was asked.
        case promote(suspect: Bool)
        case leave
    }

    /// What a key means in a dialog.
    enum Answer: Equatable {
        case cancel
        case confirm
        case move(Focus)
    }

    /// The chosen button. The safe one is chosen until the person moves.
    enum Focus: Int, Equatable {
        case cancel, confirm
    }

    public let subject: Subject
    /// What was on the screen when the question was opened: that is what a yes is for.
    let seen: SeenChange
    private(set) var focus = Focus.cancel
    /// Whether it was answered with yes before, and refused: a second yes insists.
    private(set) var insists = false

    init(_ subject: Subject, seen: SeenChange) {
        self.subject = subject
        self.seen = seen
    }

    /// The question before an action; `nil` for actions that need none.
    init?(asking action: DashboardAction, _ model: DashboardModel) {
        seen = SeenChange(model.run)
        switch action {
        case .rollBack: subject = .rollBack
        case .promote: subject = .promote(suspect: model.run.activeRelease?.health.isSuspect == true)
        case .approve, .reject:
            guard let stage = model.run.waitingStage?.name else { return nil }
            subject = action == .approve ? .approve(stage) : .reject(stage)
        default: return nil
        }
    }

    func focusing(_ focus: Focus) -> DashboardDialog {
        var copy = self
        copy.focus = focus
        return copy
    }

    /// The same question once more, after a yes that was refused.
    func insisting() -> DashboardDialog {
        var copy = self
        copy.focus = .cancel
        copy.insists = true
        return copy
    }

    /// What a yes orders.
    var command: Command {
        switch subject {
        case .approve: .approve
        case .reject: .reject
        case .rollBack: .rollBack
        case .promote: .promote
        case .leave: .cancel
        }
    }

    /// The key that says yes. To end a run it is not the one that merely agrees.
    var confirmingKey: Character { subject == .leave ? "c" : "y" }

    func answer(to key: KeyPress) -> Answer? {
        switch key {
        case .escape, .character("n"), .character("q"): .cancel
        case .character(confirmingKey): .confirm
        case .enter: focus == .confirm ? .confirm : .cancel
        case .left: .move(.cancel)
        case .right: .move(.confirm)
        case .tab, .backTab: .move(focus == .cancel ? .confirm : .cancel)
        default: nil
        }
    }

    /// Why the question is no longer the one that was asked; `nil` while it stands.
    func closingReason(_ model: DashboardModel, _ actor: Actor) -> String? {
        if let refusal = KeyContext(model, actor: actor).refusal(of: command) { return refusal.description }
        if insists, model.run.objection(to: command) == nil {
            return "an instance of stable answers again: look at it before you decide"
        }
        if let refusal = model.run.refusal(of: command, after: seen) { return refusal.description }
        switch subject {
        case .approve(let stage), .reject(let stage):
            return model.run.waitingStage?.name == stage ? nil : "\(stage) no longer waits for an answer"
        case .promote(let suspect):
            let isSuspect = model.run.activeRelease?.health.isSuspect == true
            return suspect == isSuspect ? nil : "the evidence has changed: look at it again before you promote"
        case .rollBack, .leave: return nil
        }
    }
}
