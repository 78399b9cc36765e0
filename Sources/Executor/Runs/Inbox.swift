import Delivery
import Values

/// Where inputs arrive, from people, timers and effects alike, and wait for their turn.
struct Inbox: Sendable {
    let messages: AsyncStream<Message>
    private let continuation: AsyncStream<Message>.Continuation

    init() {
        (messages, continuation) = AsyncStream.makeStream()
    }

    /// Leaves an input whose refusal nobody waits for.
    func post(_ input: Input) {
        continuation.yield(Message(input: input))
    }

    /// Leaves an input and waits until it was taken and recorded.
    ///
    /// - Returns: the number of the last event that came of it.
    func deliver(_ input: Input) async throws -> Int64 {
        try await withCheckedThrowingContinuation { reply in
            let sent = continuation.yield(Message(input: input, reply: reply))
            if case .terminated = sent { reply.resume(throwing: Refusal("the run has finished")) }
        }
    }

    /// No more messages are taken; those that wait can still be read.
    func close() {
        continuation.finish()
    }
}

/// An input, and who waits for its answer.
struct Message: Sendable {
    let input: Input
    private let reply: CheckedContinuation<Int64, any Error>?

    init(input: Input, reply: CheckedContinuation<Int64, any Error>? = nil) {
        self.input = input
        self.reply = reply
    }

    /// The id of the order that it holds, if that has one.
    var orderID: OrderID? {
        if case .order(_, _, _, let id, _, _, _) = input { return id }
        return nil
    }

    func answer(_ result: Swift.Result<Int64, any Error>) {
        reply?.resume(with: result)
    }
}
