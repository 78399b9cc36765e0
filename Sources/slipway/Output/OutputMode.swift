import ArgumentParser
import Foundation

/// How a run is shown.
enum OutputMode: String, ExpressibleByArgument, CaseIterable {
    /// A line of text for each event.
    case plain
    /// A line of JSON for each event.
    case json
    /// The live view, which takes keys.
    case dashboard

    /// The live view where there is a terminal that can show it, plain lines elsewhere.
    static var suitable: OutputMode {
        let terminal = ProcessInfo.processInfo.environment["TERM"] ?? ""
        let isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        return isInteractive && !terminal.isEmpty && terminal != "dumb" ? .dashboard : .plain
    }
}
