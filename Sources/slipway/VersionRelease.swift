import Control
import Delivery
import Journal
import StateDirectory
import Triggers

/// Has a version released that was built before: by the server that works in the state directory, or here.
struct VersionRelease: Sendable {
    let order: VersionOrder
    /// The pipeline file, where nobody serves.
    let file: String
    let state: StateDirectory
    let output: OutputMode

    /// - Throws: `CommandFailure` when it can't be released, or why nobody can tell.
    func carryOut() async throws -> ExitStatus {
        do {
            return try await goingOn(in: state.path) {
                try await release()
            }
        } catch ControlError.refused(let refusal) {
            throw CommandFailure(.failed, refusal)
        } catch let refusal as Refusal {
            throw CommandFailure(.failed, refusal)
        }
    }

    private func release() async throws -> ExitStatus {
        try await withExecutor(of: state) { client in
            guard client.greeting.pipelines != nil else {
                throw CommandFailure(.failed, client.greeting.occupation(of: state))
            }
            let number = try await client.release(order)
            StandardStream.error.write("run \(number) releases it")
            return try await RunViewer(run: number, state: state, mode: output, file: file).follow(client)
        } otherwise: {
            try await withSession(in: state.path) { try await carryOut(in: $0) }
        }
    }

    private func carryOut(in session: Session) async throws -> ExitStatus {
        let prepared = try await PreparedVersion(order, file: file, in: session)
        return try await RunPresenter(session: session, mode: output, approver: nil, canDetach: true, file: file)
            .carryOut(prepared.pipeline, prepared.change, by: .current, in: prepared.workspace)
    }
}

extension Greeting {
    /// Why a process that carries out its own run releases nothing else.
    func occupation(of state: StateDirectory) -> String {
        runs.isEmpty
            ? "the run of process \(processID) has ended, and its screen is still open: leave it, and order this again"
            : "process \(processID) carries out a run in \(state.path); let it end first"
    }
}
