/// What a running HAProxy says of itself: the lines of `show info` that matter here.
struct ProcessInformation: Hashable, Sendable {
    let processIdentifier: Int32
    let identity: ProcessIdentity?
    let droppedLogs: Int

    static let command = "show info"

    /// `nil` when it isn't the answer to `show info`.
    init?(answer: String) {
        var values: [Substring: Substring] = [:]
        for line in answer.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            values[line[..<colon]] = line[line.index(after: colon)...].drop { $0 == " " }
        }
        guard let processIdentifier = values["Pid"].flatMap({ Int32($0) }), processIdentifier > 1 else { return nil }
        self.processIdentifier = processIdentifier
        identity = values["description"].flatMap { ProcessIdentity($0) }
        droppedLogs = values["DroppedLogs"].flatMap { Int($0) } ?? 0
    }
}
