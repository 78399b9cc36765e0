import Values

/// The time and traffic that a candidate must survive at a rung.
public struct Bake: Equatable, Sendable, Codable {
    public var duration: Duration
    /// Requests that the candidate must have answered within the bake; 0 waits for none, where `on-no-data` goes on.
    public var requests: Int
    /// How long a bake may go on when it lacks requests or its evidence is unclear.
    public var limit: Duration

    private enum CodingKeys: String, CodingKey { case duration, requests, limit }

    public init(duration: Duration, requests: Int = 1, limit: Duration? = nil) {
        self.duration = duration
        self.requests = requests
        self.limit = limit ?? max(duration * 10, .seconds(60))
    }
}

extension Bake {
    func faults(at path: FieldPath) -> [FieldFault] {
        let requests = FieldFault(
            at: path.key("requests"), "\(self.requests) requests", remedy: "write 0 or more")
        let limit = FieldFault(
            at: path.key("limit"), "a limit of \(self.limit.brief) for a bake of \(duration.brief)",
            remedy: "the limit must be at least as long as the bake")
        return [
            duration.tooShortFault(at: path.key("for")), self.requests < 0 ? requests : nil,
            self.limit < duration ? limit : nil,
        ].compactMap { $0 }
    }
}
