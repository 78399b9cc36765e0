/// Who listens on an instance's port, as its host sees it.
public enum PortListener: Equatable, Sendable {
    /// Processes of the instance, and nobody else.
    case own
    case nobody
    /// Another process, alone or beside the instance.
    case foreign(PortHolder)
    /// The host can't tell; why, in words.
    case unknown(why: String)
}

/// A process that listens on a port, as far as it can be seen.
public struct PortHolder: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The account that made the socket: its name, or its number.
    public let account: String
    /// `nil` where the system doesn't show it, as for another account's processes.
    public let process: Int?
    public let program: String?

    private enum CodingKeys: String, CodingKey { case account, process, program }

    public init(account: String, process: Int? = nil, program: String? = nil) {
        self.account = account
        self.process = process
        self.program = program
    }

    /// `eve (process 4711 of account mallory)`.
    public var description: String {
        guard let process else { return "a process of account \(account)" }
        guard let program, !program.isEmpty else { return "process \(process) of account \(account)" }
        return "\(program) (process \(process) of account \(account))"
    }
}

/// What is to be said of an instance that is ready although nobody saw its own process listen.
public enum ListenerNote: Equatable, Sendable {
    /// `listener: any`: nobody asks.
    case any
    /// Nobody can tell; why, in words.
    case unknown(why: String)
}

/// What one look at an instance saw.
public struct InstanceLook: Equatable, Sendable {
    /// Why its answer was not good; `nil` when it was.
    public let problem: String?
    /// Why it could not be asked, where that says nothing about it; `nil` when it was.
    public let unasked: String?
    /// Who listens where it answered; `nil` where nobody asked this time.
    public let listener: PortListener?
    public let port: Int

    public init(problem: String?, listener: PortListener? = nil, port: Int) {
        self.problem = problem
        self.listener = listener
        self.port = port
        unasked = nil
    }

    /// One at which nothing was seen.
    public init(unasked: String, port: Int) {
        self.unasked = unasked
        self.port = port
        problem = nil
        listener = nil
    }
}

extension PortListener {
    /// What is wrong where an instance answers, and no socket on its host could have taken the connection.
    public static func absence(on port: Int) -> String {
        "something answers on port \(port), but nothing on its host listens there; "
            + "where the service hands its port over, write listener: any"
    }
}
