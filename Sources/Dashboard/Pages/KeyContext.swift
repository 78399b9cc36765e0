import Delivery
import Values

/// What decides what a key does now, and whether it can be pressed: the run, who presses it, what is open on the screen,
/// and whether anybody would take an order.
public struct KeyContext: Sendable {
    let model: DashboardModel
    let ui: DashboardUI
    let run: RunState

    public init(_ model: DashboardModel, _ ui: DashboardUI) {
        self.model = model
        self.ui = ui
        run = model.run
    }

    /// Whether there is a page below the one on top.
    var canGoBack: Bool { ui.pages.depth > 1 }

    /// Whether this program carries out a run, and so can start no other.
    var ownRunGoesOn: Bool { ui.ownRun(model) }

    /// Why the order can't be given now; `nil` when it can.
    func refusal(of order: Order) -> Refusal? {
        model.refusal(of: order, in: model.environment(meantBy: order), by: ui.actor)
    }
}

extension DashboardModel {
    /// - Parameter environment: which release is meant; `nil` is the only one.
    func refusal(of order: Order, in environment: EnvironmentName?, by actor: Actor) -> Refusal? {
        abandonment ?? run.refusal(of: order, in: environment, by: actor)
    }
}

extension DashboardModel {
    /// What an order from the screen names; but whoever halts halts everything, as the command does.
    func environment(meantBy order: Order) -> EnvironmentName? {
        switch order {
        case .resume, .promote, .rollBack: environmentMeant
        case .halt, .approve, .reject, .cancel, .retry, .skip: nil
        }
    }
}
