import GRDB

extension DatabasePool {
    /// Runs `body` on SQLite's own thread after all that came before; a cancelled task's turn comes all the same.
    func inTurn<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JournalError) -> Value {
        let path = path
        let result: Result<Value, JournalError> = await withCheckedContinuation { continuation in
            asyncWriteWithoutTransaction { db in
                continuation.resume(returning: Result { try body(db) }.mapError { JournalError($0, path: path) })
            }
        }
        return try result.get()
    }
}
