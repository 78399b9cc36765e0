/// How much clients may ask for, so that none of them is in the way of the server or of the others.
public struct WebLimits: Equatable, Sendable {
    /// How many connections may be open. When there are more, the one that has waited longest with its request gives
    /// way.
    public var connections: Int
    /// How many bytes a request's line and fields may have.
    public var head: Int
    /// How many bytes a request's body may have.
    public var body: Int
    /// How long a request may take to arrive.
    public var arrival: Duration
    /// How long answering may take.
    public var answer: Duration
    /// How long the client may take to read the answer.
    public var departure: Duration

    public init(
        connections: Int = 64, head: Int = 16 << 10, body: Int = 1 << 20, arrival: Duration = .seconds(10),
        answer: Duration = .seconds(10), departure: Duration = .seconds(10)
    ) {
        self.connections = connections
        self.head = head
        self.body = body
        self.arrival = arrival
        self.answer = answer
        self.departure = departure
    }
}
