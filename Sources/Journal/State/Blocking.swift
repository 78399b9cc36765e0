import Dispatch

/// Calls that may wait for a disk, kept off the threads that tasks run on.
enum Blocking {
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(JournalError) -> Value
    ) async throws(JournalError) -> Value {
        let result: Result<Value, JournalError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Result(catching: work))
            }
        }
        return try result.get()
    }
}
