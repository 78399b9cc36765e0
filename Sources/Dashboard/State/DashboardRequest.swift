import Delivery

/// What a key press asks of the program; what it changes on the screen is in the `DashboardUI` already.
public enum DashboardRequest: Equatable, Sendable {
    case order(DashboardOrder)
    /// Look something up for a page.
    case ask(PageQuestion, for: PageID)
    /// Show the release into another environment.
    case show(EnvironmentName)
    /// Show another run.
    case open(RunNumber)
    /// Have a version released that was built before, and show that run.
    case release(VersionOrder)
    /// Show the run that this program carries out, and ask whether to leave it.
    case leaveHome
    /// Leave the screen.
    case leave
}
