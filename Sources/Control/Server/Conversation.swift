import Delivery
import Foundation
import Posix
import Values

/// One client's requests, answered one after the other, and its subscriptions beside them.
actor Conversation {
    let service: ControlService
    let connection: Connection
    let outbox = Outbox()
    private(set) var subscriptions: [Int: OpenSubscription] = [:]
    let number: Int
    let reading = ReadingPlaces(1)
    private var lastSubscription = 0
    /// Nobody is left to tell anything.
    private var isBroken = false

    /// How often it is looked whether the client is still there: while it is told something, nothing of it is read.
    private static let pause = Duration.seconds(1)

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
        let watch = Task {
            while !connection.isAbandoned { try await Task.sleep(for: Self.pause) }
            breakOff()
        }
        defer { watch.cancel() }
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
            while !isBroken, let line = try await lines.next() { await take(line, from: actor) }
        } catch let error as LineTooLong {
            await answer(nil, RPCError(.invalidRequest, "\(error); the connection ends here"))
        } catch {
            breakOff()
        }
    }

    /// There is nobody left to tell.
    private func breakOff() {
        isBroken = true
        connection.hangUp()
        for subscription in subscriptions.values { subscription.task.cancel() }
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
        guard await outbox.send(line) else { return breakOff() }
    }

    func nextSubscription() -> Int {
        lastSubscription += 1
        return lastSubscription
    }

    /// Begins once its number is told, so that the client knows what the events belong to.
    private func begin(_ subscription: Subscription) {
        guard !isBroken else { return }
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
