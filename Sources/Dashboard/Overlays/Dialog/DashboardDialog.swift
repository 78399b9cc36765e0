import Delivery
import Judge
import Values

/// A question on the screen. It holds what was asked, not the text: that follows the state as it changes.
struct DashboardDialog: TwoButtonDialog, Equatable {
    /// What is asked, and what the question was about when it was asked.
    enum Subject: Equatable, Sendable {
        case approve(StageName)
        case reject(StageName)
        case rollBack
        /// `suspect` is whether the evidence spoke against the candidate when the question was asked.
        case promote(suspect: Bool)
        case leave
    }

    /// The chosen button. The safe one is chosen until the person moves.
    enum Focus: Int, Equatable {
        case cancel, confirm
    }

    let subject: Subject
    /// What was on the screen when the question was opened: that is what a yes is for.
    let seen: SeenChange
    /// The release that it was opened for, where the run has several.
    let environment: EnvironmentName?
    private(set) var focus = Focus.cancel
    /// Whether it was answered with yes before, and refused: a second yes insists.
    private(set) var insists = false

    var overlay: DashboardUI.Overlay { .dialog(self) }

    init(_ subject: Subject, seen: SeenChange) {
        self.subject = subject
        self.seen = seen
        environment = nil
    }

    /// The question before an order.
    init(_ subject: Subject, _ model: DashboardModel) {
        self.subject = subject
        seen = SeenChange(model.run)
        environment = model.environment(meantBy: subject.order)
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
    var order: Order { subject.order }

    /// Why the question is no longer the one that was asked; `nil` while it stands.
    func closingReason(_ model: DashboardModel, _ actor: Actor) -> String? {
        if let refusal = model.refusal(of: order, in: environment, by: actor) { return refusal.description }
        if insists, model.run.objection(to: order, in: environment) == nil {
            return "an instance of stable answers again: look at it before you decide"
        }
        if let refusal = model.run.refusal(of: order, after: seen) { return refusal.description }
        switch subject {
        case .approve(let stage), .reject(let stage):
            return model.run.waitingStage?.name == stage ? nil : "\(stage) no longer waits for an answer"
        case .promote(let suspect):
            let release = environment.map(model.run.release) ?? model.activeRelease
            let isSuspect = release?.health.isSuspect == true
            return suspect == isSuspect ? nil : "the evidence has changed: look at it again before you promote"
        case .rollBack, .leave: return nil
        }
    }
}

extension DashboardDialog.Subject {
    /// What a yes orders.
    var order: Order {
        switch self {
        case .approve: .approve
        case .reject: .reject
        case .rollBack: .rollBack
        case .promote: .promote
        case .leave: .cancel
        }
    }

    /// The question before an order; `nil` for orders that are given at once.
    init?(_ order: Order, _ model: DashboardModel) {
        switch order {
        case .approve, .reject:
            guard let stage = model.run.waitingStage?.name else { return nil }
            self = order == .approve ? .approve(stage) : .reject(stage)
        case .rollBack: self = .rollBack
        case .promote: self = .promote(suspect: model.activeRelease?.health.isSuspect == true)
        case .cancel: self = .leave
        case .halt, .resume, .retry, .skip: return nil
        }
    }
}
