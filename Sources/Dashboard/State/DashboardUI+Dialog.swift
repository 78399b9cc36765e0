import Delivery
import Wording

extension DashboardUI {
    /// A yes.
    mutating func confirm(_ dialog: DashboardDialog, _ model: DashboardModel) -> DashboardRequest? {
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
