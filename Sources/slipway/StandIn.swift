import Control
import Foundation
import Journal
import StateDirectory
import Values

/// How long an executor may hold a state directory without answering: while it starts, and while it ends.
private let patience = Duration.seconds(10)

/// Has something done by the executor that works in a state directory; where none does, does something else instead.
///
/// An executor that is only just starting, or ending, holds the lock and doesn't listen: that is waited for.
///
/// - Throws: what `ask` and `otherwise` throw; `StateLockError` when whoever holds the directory doesn't listen.
func withExecutor<Value>(
    of state: StateDirectory, ask: (ControlClient) async throws -> Value, otherwise: () async throws -> Value
) async throws -> Value {
    let deadline = ContinuousClock.now + patience
    while true {
        do {
            if let client = try await listener(in: state) { return try await ask(client) }
        } catch ControlError.noExecutor {}
        do {
            // A misspelt directory must not be made, and then found empty.
            _ = try await JournalReader.open(in: state)
            if let holder = try StateLock.holder(in: state) {
                throw StateLockError.held(by: holder, path: state.executorLock)
            }
            return try await otherwise()
        } catch let error as StateLockError {
            guard case .held = error, ContinuousClock.now < deadline else { throw error }
        }
        // Nobody tells when a lock is given back, or when somebody begins to listen.
        try await Task.sleep(for: .milliseconds(50))
    }
}

/// The executor that listens; `nil` when none does, or when it ended before it answered.
private func listener(in state: StateDirectory) async throws -> ControlClient? {
    do {
        return try await ControlClient.connect(to: state)
    } catch .noExecutor, .disconnected {
        return nil
    }
}
