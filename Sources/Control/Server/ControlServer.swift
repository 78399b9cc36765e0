import Delivery
import Foundation
import Journal
import StateDirectory
import Values

/// Lets other processes ask a running executor: who it is, how things are, what happens, and to carry out orders.
///
/// Nothing that clients do makes the executor wait: requests are answered in tasks of their own, and events are
/// handed over by ``publish(_:)``, which never waits.
public final class ControlServer: Sendable {
    /// The path of the socket that clients connect to.
    public let socketPath: String

    private let service: ControlService
    private let listener: KeptListener
    private let serving: Task<Void, Never>

    private init(service: ControlService, listener: KeptListener) {
        self.service = service
        self.listener = listener
        socketPath = listener.path
        serving = Task { await Self.serve(listener, service) }
    }

    /// Listens from now on. The caller holds the directory's `StateLock`, so that no other server starts meanwhile.
    ///
    /// - Parameters:
    ///   - journal: Where subscribers read what they missed.
    ///   - version: Of Slipway, for clients to know.
    ///   - since: When the executor started.
    /// - Throws: ``ControlError`` when another process listens there, or the system refuses.
    public static func start(
        in directory: StateDirectory, journal: JournalReader, delegate: any ControlDelegate, version: String,
        since: Timestamp, access: AccessRules = AccessRules(), limits: ControlLimits = ControlLimits()
    ) async throws(ControlError) -> ControlServer {
        let place = directory.controlPlace
        let listener = try await KeptListener { () async throws(ControlError) in
            do throws(SocketPlaceError) { try place.prepare() } catch {
                throw .unusable(path: place.directory, detail: "\(error)")
            }
            return try await Listener.open(
                at: place.socket(directory.controlSocketName), permissions: access.socketPermissions)
        }
        let service = ControlService(
            delegate: delegate, journal: journal, live: LiveEvents(capacity: limits.backlog), access: access,
            limits: limits, connections: OpenConnections(limit: limits.connections), version: version,
            stateDirectory: directory.path, since: since)
        return ControlServer(service: service, listener: listener)
    }

    /// Tells subscribers what was just recorded. It never waits: who is too slow reads it from the journal later.
    ///
    /// Records may come in any order; subscribers get them in the order of their numbers.
    public func publish(_ records: [EventRecord]) {
        service.live.publish(records)
    }

    /// Takes no more connections and requests, tells subscribers the rest, answers what was asked, and ends.
    ///
    /// - Parameter limit: How long clients have to read it; then their connections are cut.
    public func stop(within limit: Duration = .seconds(2)) async {
        listener.close()
        service.live.finish()
        service.connections.stopReading()
        let cut = Task { [serving, connections = service.connections] in
            try? await Task.sleep(for: limit)
            guard !Task.isCancelled else { return }
            serving.cancel()
            connections.hangUp()
        }
        await serving.value
        cut.cancel()
    }

    deinit {
        listener.close()
        serving.cancel()
        service.connections.hangUp()
    }

    /// Ends when the listener is closed and every conversation has ended.
    private static func serve(_ listener: KeptListener, _ service: ControlService) async {
        async let _ = listener.keep()
        await withDiscardingTaskGroup { group in
            while let connection = try? await listener.accept() {
                guard let number = service.connections.admit(connection) else {
                    turnAway(connection)
                    continue
                }
                let conversation = Conversation(number: number, connection: connection, service: service)
                group.addTask { await conversation.carryOn() }
            }
        }
    }

    private static func turnAway(_ connection: Connection) {
        let error = RPCError(.busy, "the executor has as many connections as it may have; try again later")
        guard let line = try? ControlJSON.line(ErrorResponse(id: nil, error: error)) else { return }
        connection.writeInPassing(line)
        connection.hangUp()
    }
}
