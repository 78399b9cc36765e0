import Control
import Foundation

/// Answers HTTP: whether the server is healthy, its metrics, and signed webhooks.
///
/// The parts below it are those of the control socket, on FlyingSocks. FlyingFox's own server is not used here: it
/// reads heads of any length for any time and takes any number of connections, so that anybody who can connect could
/// use up the memory of the process that carries out releases.
public final class WebServer: Sendable {
    /// Where it listens, with the port that port 0 became.
    public let address: ListenAddress
    private let service: WebService
    private let door: WebDoor
    private let serving: Task<Void, Never>

    private init(service: WebService, door: WebDoor) {
        self.service = service
        self.door = door
        address = door.address
        serving = Task { await Self.serve(door, service) }
    }

    /// Listens from now on.
    ///
    /// - Parameters:
    ///   - webhookSecret: the key of webhooks' signatures; without it there are no webhooks.
    ///   - delegate: what knows the answers.
    /// - Throws: ``WebServerError``.
    public static func start(
        _ configuration: HTTPConfiguration, webhookSecret: Secret?, delegate: any WebServerDelegate,
        limits: WebLimits = WebLimits()
    ) async throws(WebServerError) -> WebServer {
        let router = Router(token: configuration.token, webhookSecret: webhookSecret)
        let service = WebService(router: router, limits: limits, delegate: delegate)
        return WebServer(service: service, door: try await WebDoor.open(configuration.listen))
    }

    /// Takes no more connections, answers the requests that have arrived, and ends.
    ///
    /// - Parameter limit: How long clients have to read their answers; then their connections are cut.
    public func stop(within limit: Duration = .seconds(2)) async {
        door.close()
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
        door.close()
        serving.cancel()
        service.connections.hangUp()
    }

    /// Ends when the door is closed and every exchange has ended.
    private static func serve(_ door: WebDoor, _ service: WebService) async {
        await withDiscardingTaskGroup { group in
            while let connection = try? await door.accept() {
                guard let number = service.connections.admit(connection) else {
                    turnAway(connection, service)
                    continue
                }
                let exchange = Exchange(number: number, connection: connection, service: service)
                group.addTask { await exchange.carryOut() }
            }
        }
    }

    private static func turnAway(_ connection: Connection, _ service: WebService) {
        let response = HTTPResponse(.unavailable)
        service.count(response)
        connection.writeInPassing(response.bytes(isHead: false, at: Date()))
        connection.hangUp()
    }
}
