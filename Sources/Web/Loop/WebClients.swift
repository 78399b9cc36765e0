import Foundation
import Posix
import Values

/// The connections of a server, by their age.
struct WebClients {
    /// What has become of a connection's request.
    struct Outcome {
        let connection: Int
        let progress: RequestReader.Progress
    }

    private let limits: WebLimits
    /// A newer one has a higher number.
    private var connections: [Int: WebConnection] = [:]
    private var last = 0
    /// Until when none is accepted, for the process has no descriptor left.
    private var restsUntil: ContinuousClock.Instant?

    private static let rest = Duration.milliseconds(100)
    /// Fewer than there may be: each is heard before it has to give way.
    private static let acceptedAtOnce = 8

    init(limits: WebLimits) {
        self.limits = limits
    }

    var isEmpty: Bool { connections.isEmpty }

    var mustRest: Bool { restsUntil.map { $0 > .now } ?? false }

    var nextDeadline: ContinuousClock.Instant? {
        let deadlines = connections.values.compactMap(\.deadline) + (mustRest ? [restsUntil].compactMap { $0 } : [])
        return deadlines.min()
    }

    /// Adds what each connection waits for, and gives their numbers in the same order.
    func prepare(_ waits: inout [pollfd]) -> [Int] {
        let numbers = connections.keys.sorted()
        for number in numbers {
            guard let connection = connections[number] else { continue }
            waits.append(pollfd(fd: connection.descriptor, events: connection.events, revents: 0))
        }
        return numbers
    }

    mutating func serve(_ number: Int, isReady events: Int16) -> Outcome? {
        let progress = connections[number]?.serve(events)
        if progress == nil { end(number) }
        return progress.map { Outcome(connection: number, progress: $0) }
    }

    mutating func answer(_ number: Int, _ bytes: Data) {
        guard connections[number]?.isAnswering == true else { return }
        if connections[number]?.answer(bytes) == nil { end(number) }
    }

    /// Ends those whose time is over; a request that is not whole by then is refused.
    mutating func endLate(at now: ContinuousClock.Instant) -> [Outcome] {
        var outcomes: [Outcome] = []
        for (number, connection) in connections where connection.deadline.map({ $0 <= now }) ?? false {
            if connections[number]?.isTold() == true {
                outcomes.append(Outcome(connection: number, progress: .refused(.requestTimeout)))
            } else {
                end(number)
            }
        }
        return outcomes
    }

    /// Ends those that are owed no answer: their requests have not arrived, or they have it already.
    mutating func endUnheard() {
        for (number, connection) in connections where !connection.isOwedAnswer { end(number) }
    }

    mutating func endAll() {
        for number in connections.keys { end(number) }
    }

    /// Takes new clients.
    ///
    /// - Throws: when the listening socket is broken.
    mutating func accept(from listener: ListeningSocket) throws {
        do {
            for _ in 0..<Self.acceptedAtOnce {
                guard let socket = try listener.accept() else { return }
                makeRoom()
                last += 1
                connections[last] = WebConnection(socket, limits: limits)
            }
        } catch let failure as SystemCallError where [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(failure.number) {
            restsUntil = .now + Self.rest
        }
    }

    /// When there are too many, the oldest whose request is not being answered gives way.
    private mutating func makeRoom() {
        guard connections.count >= limits.connections else { return }
        let idle = connections.filter { !$0.value.isAnswering }.keys.min()
        if let oldest = idle ?? connections.keys.min() { end(oldest) }
    }

    private mutating func end(_ number: Int) { connections.removeValue(forKey: number)?.end() }
}
