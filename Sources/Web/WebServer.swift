import Synchronization

/// Answers HTTP/1.1, one request a connection, with what a ``WebSite`` says.
///
/// What clients send is read in a thread of its own, within ``WebLimits``; it is begun again when its socket breaks.
public final class WebServer: Sendable {
    /// Where it listens, with the port that port 0 became.
    public let address: ListenAddress
    private let current: CurrentDoor
    private let serving: Task<Void, Never>

    private init(_ door: WebDoor, limits: WebLimits, handler: WebHandler, site: any WebSite) {
        let current = CurrentDoor(door)
        self.current = current
        address = door.address
        serving = Task { [address] in
            let supervision = Supervision(clock: ContinuousClock()) { error, rest in
                site.webServerBroke(reason: error.reason, restartingIn: rest)
            }
            await supervision.keepUp {
                let open = current.open
                let door =
                    if let open { open } else { try await WebDoor.open(address, limits: limits, handler: handler) }
                try await current.serve(door)
            }
        }
    }

    /// Listens from now on.
    ///
    /// - Parameter site: what knows the answers.
    /// - Throws: ``WebServerError``.
    package static func start(
        at address: ListenAddress, site: any WebSite, limits: WebLimits = WebLimits()
    ) async throws(WebServerError) -> WebServer {
        let handler = WebHandler(site: site, limits: limits)
        let door = try await WebDoor.open(address, limits: limits, handler: handler)
        return WebServer(door, limits: limits, handler: handler, site: site)
    }

    /// Takes no more connections, answers the requests that have arrived, and ends.
    ///
    /// - Parameter limit: How long clients have to read their answers; then their connections are cut.
    public func stop(within limit: Duration = .seconds(2)) async {
        await current.stop()?.close(within: limit)
        serving.cancel()
        await serving.value
    }

    deinit { serving.cancel() }
}

/// The door that is open now, of those that follow one another.
private final class CurrentDoor: Sendable {
    private struct Values {
        var door: WebDoor?
        var isStopped = false
    }

    private let values: Mutex<Values>

    init(_ door: WebDoor) {
        values = Mutex(Values(door: door))
    }

    var open: WebDoor? { values.withLock(\.door) }

    /// No other follows; gives the one that is to be closed.
    func stop() -> WebDoor? {
        values.withLock { values in
            values.isStopped = true
            return values.door
        }
    }

    /// Goes on until the door breaks; returns when it was stopped.
    func serve(_ door: WebDoor) async throws {
        let isStopped = values.withLock { values in
            values.door = door
            return values.isStopped
        }
        if isStopped { await door.close(within: .zero) }
        do {
            try await door.serve()
        } catch {
            let isStopped = values.withLock { values in
                values.door = nil
                return values.isStopped
            }
            if !isStopped { throw error }
        }
    }
}
