import Values

/// How much clients may ask for, so that none of them is in the way of the server or of the others.
public struct WebLimits: Equatable, Sendable {
    /// How many connections there may be. When there are more, the one that has sent no whole request for longest gives
    /// way.
    public var connections: Int
    /// How many requests may be answered at the same time; others are refused.
    public var requests: Int
    /// How many bytes a request's head may have.
    public var head: Int
    /// How many bytes a request's body may have.
    public var body: Int
    /// How long a request may take to arrive in all, from when its connection is accepted.
    public var arrival: Duration
    /// How long answering may take.
    public var answer: Duration
    /// How long a client may take to read its answer, in all.
    public var reading: Duration

    public init(
        connections: Int = 64, requests: Int = 32, head: Int = 8 << 10, body: Int = 1 << 20,
        arrival: Duration = .seconds(10), answer: Duration = .seconds(10), reading: Duration = .seconds(10)
    ) {
        self.connections = connections
        self.requests = requests
        self.head = head
        self.body = body
        self.arrival = arrival
        self.answer = answer
        self.reading = reading
    }
}
