import Delivery
import Values

/// How long HAProxy waits for what; every value is rendered in whole milliseconds.
public struct HAProxyTimeouts: Hashable, Sendable {
    /// For a connection to an instance to be established, per try.
    public var connect: Duration = .seconds(2)
    /// For a client that should send or receive.
    public var client: Duration = .seconds(60)
    /// For an instance that should answer or go on answering.
    public var server: Duration = .seconds(60)
    /// For a client to send the whole head of a request.
    public var requestHead: Duration = .seconds(10)
    /// For the next request on a kept connection.
    public var keepAlive: Duration = .seconds(30)
    /// For a free place on an instance.
    public var queue: Duration = .seconds(5)
    /// For data on a connection that was upgraded (WebSocket).
    public var tunnel: Duration = .seconds(3600)
    /// For connections of the old process after a reload; then they are cut.
    public var hardStop: Duration = .seconds(60)

    /// The defaults suit web services behind a proxy on the same machine or network.
    public init() {}
}
