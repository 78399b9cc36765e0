import FlyingSocks
import Foundation
import Sockets
import Values

/// One client's connection, which carries one request.
struct WebConnection {
    enum Phase {
        case arriving(RequestReader)
        case answering
        case sending(Data)
        /// The answer is sent; what the client still sends is thrown away, or it would not see the answer.
        case leaving
    }

    private let socket: Socket
    private(set) var phase: Phase
    private(set) var deadline: ContinuousClock.Instant?
    private var isUnread = false
    private let limits: WebLimits

    /// How long a client that was refused may go on sending.
    private static let farewell = Duration.seconds(1)

    init(_ socket: Socket, limits: WebLimits) {
        self.socket = socket
        self.limits = limits
        phase = .arriving(RequestReader(limits: limits))
        deadline = .now + limits.arrival
    }

    var descriptor: Int32 { socket.file.rawValue }

    /// What is waited for.
    var events: Int16 {
        switch phase {
        case .arriving, .leaving: Int16(POLLIN)
        case .answering: 0
        case .sending: Int16(POLLOUT)
        }
    }

    /// Whether its request has arrived and its answer is not sent.
    var isOwedAnswer: Bool {
        switch phase {
        case .answering, .sending: true
        case .arriving, .leaving: false
        }
    }

    var isAnswering: Bool { if case .answering = phase { true } else { false } }

    /// Reads or writes what is possible now.
    ///
    /// - Returns: what has become of the request; `nil` when the connection is over.
    mutating func serve(_ events: Int16) -> RequestReader.Progress? {
        switch phase {
        case .arriving(var reader):
            let (piece, isOpen) = receive()
            guard !piece.isEmpty else { return isOpen ? .more : nil }
            let progress = reader.take(piece[...])
            phase = .arriving(reader)
            if progress != .more { wait(isUnread: progress.isRefusal) }
            return progress
        case .answering: return events & Int16(POLLERR | POLLHUP) == 0 ? .more : nil
        case .sending(let bytes): return send(bytes)
        case .leaving:
            let (piece, isOpen) = receive()
            return isOpen || !piece.isEmpty ? .more : nil
        }
    }

    /// The request comes too late.
    ///
    /// - Returns: whether the client is told: one that has sent nothing isn't.
    mutating func isTold() -> Bool {
        guard case .arriving(let reader) = phase, reader.hasBegun else { return false }
        wait(isUnread: true)
        return true
    }

    mutating func answer(_ bytes: Data) -> RequestReader.Progress? {
        phase = .sending(bytes)
        deadline = .now + limits.reading
        return send(bytes)
    }

    func end() { try? socket.close() }

    private mutating func wait(isUnread: Bool) {
        self.isUnread = isUnread
        phase = .answering
        // The handler has its own times; this one is for the case that it doesn't keep them.
        deadline = .now + limits.answer + .seconds(5)
    }

    private mutating func send(_ bytes: Data) -> RequestReader.Progress? {
        let count = bytes.withUnsafeBytes { socket.sendNow($0) }
        guard count >= 0 else { return [EWOULDBLOCK, EINTR].contains(errno) ? .more : nil }
        let rest = bytes.dropFirst(count)
        guard rest.isEmpty else {
            phase = .sending(Data(rest))
            return .more
        }
        guard isUnread else { return nil }
        socket.endSending()
        phase = .leaving
        deadline = .now + Self.farewell
        return .more
    }

    /// What has arrived, and whether there may be more.
    private func receive() -> (piece: [UInt8], isOpen: Bool) {
        var bytes = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count > 0 { return (Array(bytes.prefix(count)), true) }
        return ([], count < 0 && [EWOULDBLOCK, EINTR].contains(errno))
    }
}

extension RequestReader.Progress {
    fileprivate var isRefusal: Bool { if case .refused = self { true } else { false } }
}
