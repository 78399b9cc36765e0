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

    /// Gives every event of the run to `take`, each once and in order, and tells how the run ended.
    ///
    /// - Parameter client: asks the executor to begin with.
    /// - Throws: `CommandFailure` when nobody carries the run out any more; `ControlError`, `JournalError`.
    func follow(_ client: ControlClient, _ take: (EventRecord) -> Void) async throws -> RunResult {
        var executor: ControlClient? = client
        var lostAt = ContinuousClock.now
        var last: Int64 = 0
        while true {
            if let client = executor {
                if let result = try await listen(to: client, after: &last, take) { return result }
                lostAt = .now
            }
            if let result = try await tell(reader.events(run: run, after: last), &last, take) { return result }
            guard ContinuousClock.now - lostAt < Self.patience else { throw abandoned }
            executor = try? await ControlClient.connect(to: state)
            // Nobody tells when an executor begins to listen.
            if executor == nil { try await Task.sleep(for: .milliseconds(100)) }
        }
    }

    /// Gives what an executor tells; `nil` when it tells no more and the run has not ended.
    private func listen(
        to client: ControlClient, after last: inout Int64, _ take: (EventRecord) -> Void
    ) async throws -> RunResult? {
        do {
            return try await tell(try await client.events(after: last, run: run), &last, take)
        } catch ControlError.executorStopped, ControlError.disconnected, ControlError.noExecutor {
            return nil
        }
    }

    private func tell<Records: AsyncSequence>(
        _ records: Records, _ last: inout Int64, _ take: (EventRecord) -> Void
    ) async throws -> RunResult? where Records.Element == EventRecord {
        for try await record in records {
            last = record.sequence
            take(record)
            if case .runFinished(let result, _) = record.event { return result }
        }
        return nil
    }

    private var abandoned: CommandFailure {
        CommandFailure(
            .errored,
            "the executor of run \(run) is gone, and the run goes on only when somebody takes it up: "
                + "slipway run --continue --state \(state.path)")
    }
}
