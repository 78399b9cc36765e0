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
        continuation.yield(Letter(input: input, reply: nil))
    }

    /// Leaves an input and waits until it was taken and recorded.
    func deliver(_ input: Input) async throws {
        try await withCheckedThrowingContinuation { reply in
            let sent = continuation.yield(Letter(input: input, reply: reply))
            if case .terminated = sent { reply.resume(throwing: Refusal("the run has finished")) }
        }
    }

    /// No more letters are taken; those still waiting are told that the run has finished.
    func close() {
        continuation.finish()
    }
}

/// An input, and who waits for its answer.
struct Letter: Sendable {
    let input: Input
    fileprivate let reply: CheckedContinuation<Void, any Error>?

    func answer(_ result: Swift.Result<Void, any Error>) {
        reply?.resume(with: result)
    }
}
