import Foundation
import Synchronization

/// Receives HAProxy's request log and adds it up.
///
/// A thread of its own takes datagrams as they come: the kernel keeps only a few (`net.unix.max_dgram_qlen` on Linux),
/// and HAProxy drops what it can't hand over at once. Memory stays bounded however long nobody asks: there is one
/// set of counters for each split.
public final class RequestLogReceiver: Sendable {
    /// Where HAProxy sends to.
    public let path: String
    private let shared: Shared
    private let socket: DatagramSocket

    /// Binds the socket, in place of one that a process left behind, and starts receiving.
    ///
    /// - Throws: `RequestLogError`.
    public init(path: String) throws(RequestLogError) {
        self.path = path
        let socket = try DatagramSocket(path: path)
        let shared = Shared()
        self.socket = socket
        self.shared = shared
        let thread = Thread { Self.receive(from: socket, into: shared) }
        thread.name = "slipway.request-log"
        thread.qualityOfService = .userInteractive
        thread.start()
    }

    deinit { close() }

    /// All that came since the last call, which is forgotten here; what the thread has not got round to included.
    public func drain() -> RequestTally {
        shared.tally.withLock { tally in
            Self.receive(from: socket, into: &tally, unless: shared)
            let drained = tally
            tally = RequestTally()
            return drained
        }
    }

    /// Stops receiving and removes the socket; what came before can still be drained.
    public func close() {
        guard !shared.isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        unlink(path)
        socket.wake()
    }

    private final class Shared: Sendable {
        let tally = Mutex(RequestTally())
        let isClosed = Atomic(false)
    }

    private static func receive(from socket: DatagramSocket, into shared: Shared) {
        while socket.wait() {
            shared.tally.withLock { receive(from: socket, into: &$0, unless: shared) }
        }
        // Under the lock, so that nobody reads from a number that has become another file's.
        shared.tally.withLock { _ in socket.close() }
    }

    private static func receive(from socket: DatagramSocket, into tally: inout RequestTally, unless shared: Shared) {
        // One byte more than any that is right, so that a longer one shows.
        var buffer = [UInt8](repeating: 0, count: RequestLogLine.longestDatagram + 1)
        while !shared.isClosed.load(ordering: .acquiring), let count = socket.receive(into: &buffer) {
            tally.add(datagram: buffer[..<count])
        }
    }
}
