import Delivery

/// What a key press asks of the program; what it changes on the screen is in the `DashboardUI` already.
public enum DashboardRequest: Equatable, Sendable {
    case order(DashboardOrder)
    /// Look something up for a page.
    case ask(PageQuestion, for: PageID)
    /// Show the release into another environment.
    case show(EnvironmentName)
    /// Leave the screen.
    case leave
}
