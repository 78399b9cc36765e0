/// Why a durable command could not be started, followed or ended. None of these means that the command failed.
public enum DurableCommandError: Error, Equatable, CustomStringConvertible {
    /// What was to be run cannot be: see the text.
    case invalid(String)
    /// The supervisor did not start; the command did not run.
    case notLaunched(directory: String, reason: String)
    /// Nothing was ever started here.
    case notStarted(directory: String)
    /// A file of the command holds what Slipway never wrote.
    case damaged(file: String, content: String)
    /// Processes of the command are left after SIGKILL: they hang in the kernel.
    case survived(directory: String, group: Int32?)

    public var description: String {
        switch self {
        case .invalid(let reason): "command cannot be run: \(reason)"
        case .notLaunched(let directory, let reason): "supervisor in \(directory) did not start: \(reason)"
        case .notStarted(let directory): "no command was started in \(directory)"
        case .damaged(let file, let content):
            "\(file) holds \(content.prefix(80).debugDescription), which Slipway did not write; remove its directory"
        case .survived(let directory, let group):
            "processes \(group.map { "of group \($0) " } ?? "")(\(directory)) are left after SIGKILL; "
                + "look at them with: ps -eo pgid,pid,stat,args"
        }
    }
}
