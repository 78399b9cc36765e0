import Delivery
import Wording

extension DashboardUI {
    /// A yes.
    mutating func confirm(_ dialog: VersionDialog) -> DashboardRequest? {
        guard dialog.isPossible else { return nil }
        say("release requested")
        return .release(dialog.order)
    }
}
