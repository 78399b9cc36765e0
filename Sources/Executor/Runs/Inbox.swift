import Delivery

/// Where inputs arrive, from people, timers and effects alike, and wait for their turn.
struct Inbox: Sendable {
    let letters: AsyncStream<Letter>
    private let continuation: AsyncStream<Letter>.Continuation

    init() {
        (letters, continuation) = AsyncStream.makeStream()
    }

    /// Leaves an input whose refusal nobody waits for.
    func post(_ input: Input) {
        continuation.yield(Letter(input: input))
    }

    /// Leaves an input and waits until it was taken and recorded.
    ///
    /// - Returns: the number of the last event that came of it.
    func deliver(_ input: Input) async throws -> Int64 {
        try await withCheckedThrowingContinuation { reply in
            let sent = continuation.yield(Letter(input: input, reply: reply))
            if case .terminated = sent { reply.resume(throwing: Refusal("the run has finished")) }
        }
    }

    /// No more letters are taken; those that wait can still be read.
    func close() {
        continuation.finish()
    }
}

/// An input, and who waits for its answer.
struct Letter: Sendable {
    let input: Input
    private let reply: CheckedContinuation<Int64, any Error>?

    init(input: Input, reply: CheckedContinuation<Int64, any Error>? = nil) {
        self.input = input
        self.reply = reply
    }

    /// The id of the order that it holds, if that has one.
    var commandID: CommandID? {
        if case .command(_, _, _, let id, _, _) = input { return id }
        return nil
    }

    func answer(_ result: Swift.Result<Int64, any Error>) {
        reply?.resume(with: result)
    }
}
