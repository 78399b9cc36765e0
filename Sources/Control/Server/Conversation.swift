import Delivery
import Foundation
import SystemCalls

/// One client's requests, answered one after the other, and its subscriptions beside them.
actor Conversation {
    let service: ControlService
    let connection: Connection
    let outbox = Outbox()
    private(set) var subscriptions: [Int: OpenSubscription] = [:]
    private let number: Int
    private var lastSubscription = 0

    struct OpenSubscription {
        let task: Task<Void, Never>
        /// Whether it ends by itself.
        let isFinite: Bool
    }

    init(number: Int, connection: Connection, service: ControlService) {
        self.number = number
        self.connection = connection
        self.service = service
    }

    /// Goes on until the client or the server ends it.
    func carryOn() async {
        let writer = Task { [outbox, connection] in await outbox.deliver(to: connection) }
        await converse()
        await endSubscriptions()
        outbox.finish()
        await writer.value
        connection.hangUp()
        service.connections.remove(number)
    }

    private func converse() async {
        guard let actor = await identify() else {
            await answer(nil, RPCError(.notPermitted, "this account may not speak to the executor"))
            return
        }
        var lines = LineReader(connection, limit: service.limits.line)
        do {
            while let line = try await lines.next() { await take(line, from: actor) }
        } catch let error as LineTooLong {
            await answer(nil, RPCError(.invalidRequest, "\(error); the connection ends here"))
        } catch {
            // The connection broke: there is nobody left to tell.
            connection.hangUp()
        }
    }

    private func identify() async -> Actor? {
        guard let peer = try? connection.peer() else { return nil }
        return await Offloaded.run { [access = service.access] in access.actor(peer) }
    }

    private func take(_ line: Data, from actor: Actor) async {
        do {
            guard let request = try IncomingRequest(line) else { return }
            await answer(request, from: actor)
        } catch {
            await answer(error.id, error.error)
        }
    }

    private func answer(_ request: IncomingRequest, from actor: Actor) async {
        do {
            let reply = try await reply(to: request, from: actor)
            service.connections.prove(number)
            await send(reply.line)
            if let subscription = reply.subscription { begin(subscription) }
        } catch let error as RPCError {
            await answer(request.id, error)
        } catch let refusal as Refusal {
            service.connections.prove(number)
            await answer(request.id, RPCError(.refused, refusal.description))
        } catch {
            await answer(request.id, RPCError(.internalError, "\(error)"))
        }
    }

    private func answer(_ id: RequestID?, _ error: RPCError) async {
        guard let line = try? ControlJSON.line(ErrorResponse(id: id, error: error)) else { return }
        await send(line)
    }

    private func send(_ line: Data) async {
        guard await outbox.send(line) else { return connection.hangUp() }
    }

    func nextSubscription() -> Int {
        lastSubscription += 1
        return lastSubscription
    }

    /// Begins once its number is told, so that the client knows what the events belong to.
    private func begin(_ subscription: Subscription) {
        let task = Task {
            var subscription = subscription
            await subscription.carryOut()
            subscriptions[subscription.number] = nil
        }
        subscriptions[subscription.number] = OpenSubscription(task: task, isFinite: !subscription.wanted.follow)
    }

    /// No more requests come. What was asked for and ends by itself is still told; so is everything, if it is the
    /// executor that ends.
    private func endSubscriptions() async {
        let isServerEnding = service.live.isFinished
        for subscription in subscriptions.values where !subscription.isFinite && !isServerEnding {
            subscription.task.cancel()
        }
        for subscription in subscriptions.values { await subscription.task.value }
    }
}
