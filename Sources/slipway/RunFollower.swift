import Control
import Delivery
import Foundation
import Journal

/// Follows a run through the executors that carry it out, one after the other.
///
/// What an executor that ended did not tell any more is read from the journal; one that takes the run up, as after a
/// detachment, is waited for.
struct RunFollower: Sendable {
    let run: RunNumber
    let state: StateDirectory
    let reader: JournalReader

    /// How long a run may be without an executor.
    private static let patience = Duration.seconds(10)

    /// How far it was followed.
    private struct Position {
        var last: Int64 = 0
        /// How the run has ended; `nil` while it goes on, also when it was opened again.
        var result: RunResult?
    }

    /// Gives every event of the run to `take`, each once and in order, and tells how the run ended. One that was opened
    /// again is followed to its last end.
    ///
    /// - Parameter client: asks the executor to begin with.
    /// - Throws: `CommandFailure` when nobody carries the run out any more; `ControlError`, `JournalError`.
    func follow(_ client: ControlClient, _ take: (EventRecord) -> Void) async throws -> RunResult {
        var executor: ControlClient? = client
        var lostAt = ContinuousClock.now
        var position = Position()
        while true {
            if let client = executor {
                try await listen(to: client, &position, take)
                lostAt = .now
            }
            try await tell(reader.events(run: run, after: position.last), &position, take)
            if let result = position.result { return result }
            guard ContinuousClock.now - lostAt < Self.patience else { throw abandoned }
            executor = try? await ControlClient.connect(to: state)
            // Nobody tells when an executor begins to listen.
            if executor == nil { try await Task.sleep(for: .milliseconds(100)) }
        }
    }

    /// Gives what an executor tells, until the run ends or the executor does.
    private func listen(
        to client: ControlClient, _ position: inout Position, _ take: (EventRecord) -> Void
    ) async throws {
        do {
            try await tell(try await client.events(after: position.last, run: run), &position, take)
        } catch ControlError.executorStopped, ControlError.disconnected, ControlError.noExecutor {
            // Whether the run goes on without it stands in the journal.
        }
    }

    private func tell<Records: AsyncSequence>(
        _ records: Records, _ position: inout Position, _ take: (EventRecord) -> Void
    ) async throws where Records.Element == EventRecord {
        for try await record in records {
            position.last = record.sequence
            switch record.event {
            case .runFinished(let result, _): position.result = result
            case .runReopened: position.result = nil
            default: break
            }
            take(record)
        }
    }

    private var abandoned: CommandFailure {
        CommandFailure(
            .errored,
            "the executor of run \(run) is gone, and the run goes on only when somebody takes it up: "
                + "slipway run --continue --state \(state.path)")
    }
}
