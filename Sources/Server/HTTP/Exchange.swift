import Control
import Foundation

/// One request and its answer: a connection carries no more, so that none can be mistaken for a part of another.
struct Exchange: Sendable {
    let number: Int
    let connection: Connection
    let service: WebService

    /// Goes on until the client is answered, or has gone.
    func carryOut() async {
        if let (response, isHead) = await respond() {
            service.count(response)
            _ = try? await Deadline.limit(service.limits.departure) { [connection] in
                try await connection.write(response.bytes(isHead: isHead, at: Date()))
                try await Self.seeOff(connection)
            }
        }
        connection.hangUp()
        service.connections.remove(number)
    }

    /// `nil` when there is nobody to answer.
    private func respond() async -> (response: HTTPResponse, isHead: Bool)? {
        do {
            let arrival = try await Deadline.limit(service.limits.arrival) { [connection, service] in
                try await Arrival(on: connection, service)
            }
            guard let arrival else { throw HTTPFault.tooSlow }
            guard let request = arrival.request else { return nil }
            service.connections.prove(number)
            let response = try await Deadline.limit(service.limits.answer) { [service] in
                await request.answer(service)
            }
            guard let response else { throw HTTPFault.busy }
            return (response, request.isHead)
        } catch let fault as HTTPFault {
            return (HTTPResponse(fault.status), false)
        } catch {
            // The connection broke, or the server is ending.
            return nil
        }
    }

    /// Ends the connection so that the answer arrives: closing it while something is unread would take it back.
    private static func seeOff(_ connection: Connection) async throws {
        connection.endWriting()
        _ = try await Deadline.limit(.seconds(1)) {
            var unread = 4 << 20
            while unread > 0 {
                let bytes = try await connection.read()
                guard !bytes.isEmpty else { return }
                unread -= bytes.count
            }
        }
    }
}

/// A request that has arrived, as far as it is needed.
private struct Arrival: Sendable {
    /// `nil` when the client has gone.
    let request: Request?

    struct Request {
        let route: Route
        /// Of a webhook; of others it isn't read.
        let body: [UInt8]
        let isHead: Bool

        func answer(_ service: WebService) async -> HTTPResponse {
            switch route {
            case .health: await service.health()
            case .metrics: await service.metrics()
            case .webhook(let webhook): await webhook.answer(body, service.delegate)
            case .refused(let response): response
            }
        }
    }

    init(on connection: Connection, _ service: WebService) async throws {
        var reader = RequestReader(connection, limits: service.limits)
        guard let head = try await reader.head() else {
            request = nil
            return
        }
        let route = try service.router.route(head)
        var body: [UInt8]? = []
        if case .webhook = route { body = try await reader.body(of: head) }
        request = body.map { Request(route: route, body: $0, isHead: head.method == "HEAD") }
    }
}
