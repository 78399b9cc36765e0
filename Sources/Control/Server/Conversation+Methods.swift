import Delivery
import Foundation

/// The names of what can be asked.
enum Method {
    static let hello = "hello"
    static let status = "status"
    static let start = "run.start"
    static let release = "run.release"
    static let order = "run.command"
    static let standing = "standing.command"
    static let subscribe = "events.subscribe"
    static let unsubscribe = "events.unsubscribe"
}

/// What a request brings about: the line that answers it, and what begins once that is sent.
struct Reply: Sendable {
    let line: Data
    var subscription: Subscription?
}

extension Conversation {
    /// Does what a request asks for.
    ///
    /// - Throws: ``RPCError``, or what the delegate throws.
    func reply(to request: IncomingRequest, from actor: Actor) async throws -> Reply {
        switch request.method {
        case Method.hello:
            let parameters = try request.parameters(HelloParameters.self)
            return try Reply(to: request, await service.greeting(parameters, for: actor))
        case Method.status:
            _ = try request.parameters(StatusParameters.self)
            return try Reply(to: request, await service.delegate.status())
        case Method.start:
            let parameters = try request.parameters(StartParameters.self)
            let run = try await service.delegate.start(parameters.pipeline, by: actor)
            return try Reply(to: request, StartResult(run: run))
        case Method.release:
            let parameters = try request.parameters(ReleaseParameters.self)
            let run = try await service.delegate.release(parameters.order, by: actor)
            return try Reply(to: request, StartResult(run: run))
        case Method.order:
            let parameters = try request.parameters(OrderParameters.self)
            return try Reply(to: request, await service.carryOut(parameters, by: actor))
        case Method.standing:
            let parameters = try request.parameters(StandingParameters.self)
            return try Reply(to: request, await service.carryOut(parameters, by: actor))
        case Method.subscribe:
            return try await subscribe(request, request.parameters(SubscribeParameters.self))
        case Method.unsubscribe:
            let parameters = try request.parameters(UnsubscribeParameters.self)
            return try Reply(to: request, await unsubscribe(parameters.subscription))
        default:
            throw RPCError(.unknownMethod, "there is no method '\(request.method.prefix(64))'")
        }
    }

    private func subscribe(_ request: IncomingRequest, _ wanted: SubscribeParameters) async throws -> Reply {
        guard subscriptions.count < service.limits.subscriptions else {
            throw RPCError(
                .busy, "this connection has \(subscriptions.count) subscriptions, which is as many as it may have")
        }
        guard service.connections.subscribe(number) else {
            throw RPCError(.busy, "the executor tells as many as it may; try again later")
        }
        let result = SubscribeResult(subscription: nextSubscription(), last: try await service.lastSequence())
        let subscription = Subscription(
            number: result.subscription, wanted: wanted, live: service.live, journal: service.journal,
            flush: service.delegate.flush, outbox: outbox,
            turn: ReadingTurn(connection: reading, all: service.readers))
        return try Reply(to: request, result, subscription)
    }

    /// Nothing of the subscription is sent after the answer.
    private func unsubscribe(_ number: Int) async throws -> UnsubscribeResult {
        guard let subscription = subscriptions[number] else {
            throw RPCError(.invalidParameters, "subscription: there is no \(number) on this connection")
        }
        subscription.task.cancel()
        await subscription.task.value
        return UnsubscribeResult(subscription: number)
    }
}

extension Reply {
    fileprivate init(
        to request: IncomingRequest, _ result: some Encodable, _ subscription: Subscription? = nil
    ) throws {
        line = try ControlJSON.line(ResultResponse(id: request.id, result: result))
        self.subscription = subscription
    }
}
