/// How much clients may ask for, so that none of them is in the way of the server or of the others.
public struct WebLimits: Equatable, Sendable {
    /// How many connections may be waited for. When there are more, the one that has been silent longest gives way.
    public var connections: Int
    /// How many requests may be answered at the same time; others are refused.
    public var requests: Int
    /// How many bytes a request's body may have.
    public var body: Int
    /// How long a client may send nothing of a request, or take nothing of an answer.
    public var silence: Duration
    /// How long a request's body may take to arrive.
    public var arrival: Duration
    /// How long answering may take.
    public var answer: Duration

    public init(
        connections: Int = 64, requests: Int = 32, body: Int = 1 << 20, silence: Duration = .seconds(10),
        arrival: Duration = .seconds(10), answer: Duration = .seconds(10)
    ) {
        self.connections = connections
        self.requests = requests
        self.body = body
        self.silence = silence
        self.arrival = arrival
        self.answer = answer
    }
}
