import Delivery
import Foundation
import Journal
import Posix
import StateDirectory
import Values

/// Asks the executor that works in a state directory.
///
/// Every call is a connection of its own: one that is given up can't leave its answer to the next, and events that
/// nobody reads hold up nothing else. A call that finds the executor gone says so; the caller decides what to do.
public struct ControlClient: Sendable {
    /// The path of the socket that it connects to.
    public let socketPath: String
    /// Who answered when the client connected.
    public let greeting: Greeting

    private let answerLimit: Duration

    /// Finds the executor of a state directory, and makes sure that both speak the same protocol.
    ///
    /// - Parameter answerLimit: How long the executor may take for an answer.
    /// - Throws: ``ControlError``: `noExecutor` when there is none.
    public static func connect(
        to directory: StateDirectory, answerLimit: Duration = .seconds(10)
    ) async throws(ControlError) -> ControlClient {
        let place = directory.controlPlace
        let path = place.socket(directory.controlSocketName)
        do throws(SocketPlaceError) { try place.verify() } catch {
            throw error.isMissing ? .noExecutor(path: path) : .notPermitted(path: path, detail: error.description)
        }
        let greeting = try await greet(path, answerLimit)
        guard StateDirectory(path: greeting.stateDirectory).controlPlace == place else {
            throw .otherDirectory(expected: directory.path, found: greeting.stateDirectory)
        }
        return ControlClient(socketPath: path, greeting: greeting, answerLimit: answerLimit)
    }

    /// Who the executor is now, and what it is doing.
    ///
    /// - Throws: ``ControlError``, as all that follow.
    public func hello() async throws(ControlError) -> Greeting {
        try await Self.greet(socketPath, answerLimit)
    }

    /// What is where, and how the runs are.
    public func status() async throws(ControlError) -> ControlStatus {
        try await Self.ask(socketPath, answerLimit, Method.status, StatusParameters(), for: ControlStatus.self)
    }

    /// Has a order carried out, and gives the number of the last event that came of it at once; where nothing did, of
    /// the last event that there is.
    ///
    /// After `noAnswer` or `disconnected` nobody knows whether it was: ask again with the same `id`.
    ///
    /// - Parameters:
    ///   - run: `nil` is the only one under way; `approve`, `reject` and `promote` are refused without it.
    ///   - id: At most 64 characters; the same id again gives the same answer, and does nothing.
    ///   - anyway: insists on what would take users to what doesn't answer.
    ///   - seen: what the person saw of the run: what has changed since is refused.
    ///   - environment: which of its releases is meant, where several are under way.
    /// - Throws: ``ControlError``: `refused` when it can't be done now.
    @discardableResult
    public func order(
        _ order: Order, run: RunNumber? = nil, id: String = UUID().uuidString, reason: String? = nil,
        anyway: Bool = false, seen: SeenChange? = nil, environment: EnvironmentName? = nil
    ) async throws(ControlError) -> Int64 {
        let parameters = OrderParameters(
            id: id, run: run, order: order, reason: reason, anyway: anyway, seen: seen, environment: environment)
        return try await Self.ask(socketPath, answerLimit, Method.order, parameters, for: OrderResult.self).sequence
    }

    /// Has a run of a pipeline started, and gives its number. Its source is fetched first, which takes its time.
    ///
    /// - Throws: ``ControlError``: `refused` when there is no such pipeline, or none can be started.
    public func start(_ pipeline: String) async throws(ControlError) -> RunNumber {
        let parameters = StartParameters(pipeline: pipeline)
        return try await Self.ask(socketPath, Self.startLimit, Method.start, parameters, for: StartResult.self).run
    }

    /// Has a run started that releases a version which was built before, and gives its number.
    ///
    /// - Throws: ``ControlError``: `refused` when there is no such version, or it can't be released.
    public func release(_ order: VersionOrder) async throws(ControlError) -> RunNumber {
        let parameters = ReleaseParameters(order: order)
        return try await Self.ask(socketPath, Self.startLimit, Method.release, parameters, for: StartResult.self).run
    }

    /// Fetching a large source may take long.
    private static let startLimit = Duration.seconds(1200)

    /// Has an order for all runs carried out, as ``order(_:run:id:reason:)`` does for one. Asked again with the same
    /// `id`, it may give the number of a later event.
    @discardableResult
    public func order(
        _ order: StandingOrder, id: String = UUID().uuidString, reason: String?
    ) async throws(ControlError) -> Int64 {
        let parameters = StandingParameters(id: id, order: order, reason: reason)
        return try await Self.ask(socketPath, answerLimit, Method.standing, parameters, for: OrderResult.self).sequence
    }

    /// Events after the one numbered `after`, in order, each once; with `follow`, also all that happen from now on.
    ///
    /// It ends with the run if one is given, unless that was opened again by then; and otherwise, without `follow`, with the last event there is. The
    /// executor waits for no reader: take as long as you like. The connection ends with the last use of the stream.
    ///
    /// - Throws: ``ControlError``, also from the stream: `executorStopped` or `disconnected` when the executor ends.
    public func events(
        after: Int64 = 0, run: RunNumber? = nil, follow: Bool = true
    ) async throws(ControlError) -> AsyncThrowingStream<EventRecord, any Error> {
        let wanted = SubscribeParameters(after: after, run: run, follow: follow)
        let path = socketPath
        let reader = try await Self.limited(path, answerLimit) { () throws(ControlError) in
            try await EventReader.open(to: path, wanted)
        }
        return AsyncThrowingStream { try await reader.next() }
    }

    private static func greet(_ path: String, _ limit: Duration) async throws(ControlError) -> Greeting {
        let parameters = HelloParameters(protocol: Greeting.currentProtocol)
        let greeting = try await ask(path, limit, Method.hello, parameters, for: Greeting.self)
        guard greeting.protocol <= Greeting.currentProtocol else {
            throw .unsupportedProtocol(detail: "the executor speaks protocol \(greeting.protocol)")
        }
        return greeting
    }

    private static func ask<Result: Decodable & Sendable>(
        _ path: String, _ limit: Duration, _ method: String, _ parameters: some Parameters, for type: Result.Type
    ) async throws(ControlError) -> Result {
        try await limited(path, limit) { () throws(ControlError) in
            var connection = try await ClientConnection.open(to: path)
            return try await connection.ask(method, parameters, for: type)
        }
    }

    private static func limited<Value: Sendable>(
        _ path: String, _ limit: Duration, _ work: @escaping @Sendable () async throws(ControlError) -> Value
    ) async throws(ControlError) -> Value {
        do {
            guard let value = try await Deadline.limit(limit, work) else {
                throw ControlError.noAnswer(path: path, within: limit)
            }
            return value
        } catch {
            throw ControlError(error, path: path)
        }
    }
}
