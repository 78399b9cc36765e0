import Foundation
import Posix
import Synchronization
import Values

/// Reads requests and writes answers, all in one thread of its own: nothing that a client sends is looked at on the
/// threads that tasks run on, until it is a whole request within the limits.
final class WebLoop: Sendable {
    private struct Mail {
        var answers: [(connection: Int, bytes: Data)] = []
        /// Since when no more clients are taken, and until when those that are there may read.
        var end: ContinuousClock.Instant?
    }

    private let listener: ListeningSocket
    private let limits: WebLimits
    private let handler: WebHandler
    private let mail = Mutex(Mail())
    private let bell: Bell

    /// - Throws: `SystemCallError` when the process has no descriptors left.
    init(_ listener: ListeningSocket, limits: WebLimits, handler: WebHandler) throws {
        self.listener = listener
        self.limits = limits
        self.handler = handler
        bell = try Bell()
    }

    /// Goes on until it is stopped or its listening socket breaks.
    ///
    /// - Throws: why it broke.
    func run() async throws {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { [self] in continuation.resume(with: Result { try work() }) }
            thread.name = "slipway-http"
            thread.start()
        }
    }

    /// Takes no more connections, answers the requests that have arrived, and ends.
    ///
    /// - Parameter deadline: how long clients may read.
    func stop(by deadline: ContinuousClock.Instant) {
        mail.withLock { $0.end = min($0.end ?? deadline, deadline) }
        bell.ring()
    }

    private func work() throws {
        var clients = WebClients(limits: limits)
        defer {
            clients.endAll()
            listener.close()
        }
        while true {
            let (answers, end) = mail.withLock { mail in
                defer { mail.answers = [] }
                return (mail.answers, mail.end)
            }
            for answer in answers { clients.answer(answer.connection, answer.bytes) }
            if let end {
                clients.endUnheard()
                if clients.isEmpty || .now >= end { return }
            }
            try turn(&clients, isEnding: end != nil, deadline: end)
        }
    }

    /// Waits for something to happen, and does what there is to do.
    private func turn(_ clients: inout WebClients, isEnding: Bool, deadline: ContinuousClock.Instant?) throws {
        var waits = [pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)]
        let listens = !isEnding && !clients.mustRest
        waits.append(pollfd(fd: listens ? listener.descriptor : -1, events: Int16(POLLIN), revents: 0))
        let numbers = clients.prepare(&waits)
        let limit = [clients.nextDeadline, deadline].compactMap { $0 }.min()
        guard poll(&waits, nfds_t(waits.count), Self.milliseconds(until: limit)) >= 0 || errno == EINTR else {
            throw SystemCallError("poll")
        }
        bell.silence()
        for (number, wait) in zip(numbers, waits.dropFirst(2)) where wait.revents != 0 {
            take(clients.serve(number, isReady: wait.revents))
        }
        for late in clients.endLate(at: .now) { take(late) }
        if waits[1].revents != 0 { try clients.accept(from: listener) }
    }

    /// A request that is whole is answered by a task; what is none, at once.
    private func take(_ outcome: WebClients.Outcome?) {
        guard let outcome else { return }
        switch outcome.progress {
        case .more: break
        case .refused(let status): post(handler.refuse(status), to: outcome.connection)
        case .complete(let request):
            Task { [self] in post(await handler.answer(to: request), to: outcome.connection) }
        }
    }

    private func post(_ answer: Data, to connection: Int) {
        mail.withLock { $0.answers.append((connection, answer)) }
        bell.ring()
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let rest = deadline - .now
        return rest <= .zero ? 0 : Int32(min(rest / .milliseconds(1), 60_000).rounded(.up))
    }
}
