import Delivery

/// What the keys of the dashboard do.
public enum DashboardAction: Equatable, Sendable {
    case approve, reject, halt, rollBack, promote, resume
    case quit, help, theme
    case news(NewsMovement)

    /// What the executor is asked for; `nil` for what is only on the screen.
    public var command: Command? {
        switch self {
        case .approve: .approve
        case .reject: .reject
        case .halt: .halt
        case .rollBack: .rollBack
        case .promote: .promote
        case .resume: .resume
        case .quit, .help, .theme, .news: nil
        }
    }
}

/// How the events panel scrolls.
public enum NewsMovement: Equatable, Sendable {
    case older, newer, olderPage, newerPage, oldest, newest

    /// In events; older ones are negative.
    var distance: Int {
        switch self {
        case .older: -1
        case .newer: 1
        case .olderPage: -8
        case .newerPage: 8
        case .oldest: -DashboardModel.newsLimit
        case .newest: DashboardModel.newsLimit
        }
    }
}

extension Command {
    /// The command as a person says it.
    public var verb: String { self == .rollBack ? "roll back" : rawValue }
}
