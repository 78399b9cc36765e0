import Delivery
import Values

/// One request, as HAProxy logs it when it is over.
///
/// `HAProxyConfiguration` renders the format (`log-format` in the frontend); this reads it: change both together. The fields are
/// separated by one space each:
///
/// `slipway1` accepted(ms) begun(µs) backend server status latency(µs) total(ms) response(ms) connect(ms) retries
/// termination split lease-live role method path
///
/// Total, response, connect, retries and role are checked and left aside: a line in which they are wrong was damaged.
///
/// `-` stands for what HAProxy doesn't know, and −1 for a time that wasn't reached. Method and path come from the
/// client, cut to 16 and 128 bytes and then percent-encoded, so that nothing in them looks like another field.
public struct RequestLogLine: Hashable, Sendable {
    /// When the request's head had come; for a request that was never understood, when its connection was accepted.
    public let time: Timestamp
    /// The slot whose backend it was sent to; `nil` when HAProxy answered before choosing one.
    public let slot: Slot?
    /// `nil` when no answer was sent.
    public let status: Int?
    /// From the request's head to the end of the answer, in whole microseconds; without the time that the client
    /// took to ask.
    public let latency: Duration?
    public let termination: TerminationState
    /// The candidate's share in the map at that moment; `nil` when HAProxy answered before looking.
    public let split: Share?
    /// Whether the share was in force.
    public let isLeaseLive: Bool

    let encodedServer: ArraySlice<UInt8>
    let encodedMethod: ArraySlice<UInt8>
    let encodedPath: ArraySlice<UInt8>

    /// The share that the request was subject to: none when the lease had run out.
    public var effectiveSplit: Share { isLeaseLive ? split ?? .none : .none }

    /// The server's name in HAProxy; `nil` when none was reached.
    public var server: String? {
        encodedServer.first == UInt8(ascii: "<") || encodedServer.elementsEqual("-".utf8)
            ? nil : PercentEncoding.printable(encodedServer)
    }

    /// What the client called its method, without unprintable characters.
    public var method: String { PercentEncoding.printable(encodedMethod) }

    /// The path without its query, cut after 128 bytes, without unprintable characters.
    public var path: String { PercentEncoding.printable(encodedPath) }
}
