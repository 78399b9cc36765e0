import Control
import Delivery
import Executor
import Foundation
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
            return try await withExecutor(of: state) { client in
                guard client.greeting.pipelines != nil else {
                    throw CommandFailure(
                        .failed,
                        "process \(client.greeting.processID) carries out a run in \(state.path); let it end first")
                }
                let number = try await client.release(order)
                StandardStream.error.write("run \(number) releases it")
                return try await RunViewer(run: number, state: state, mode: output).follow(client)
            } otherwise: {
                try await withSession(in: state.path) { try await carryOut(in: $0) }
            }
        } catch ControlError.refused(let refusal) {
            throw CommandFailure(.failed, refusal)
        } catch let refusal as Refusal {
            throw CommandFailure(.failed, refusal)
        }
    }

    private func carryOut(in session: Session) async throws -> ExitStatus {
        let plan = try await VersionPlan(
            order, with: loadPipeline(file), knowing: session.recorder.ledger, in: session.state)
        let workspace = try await workspace(of: plan, session)
        return try await RunPresenter(session: session, mode: output, approver: nil, canDetach: true)
            .carryOut(plan.pipeline, plan.change, by: .current, in: workspace)
    }

    /// What builds nothing needs no source, and the repository may be away.
    private func workspace(of plan: VersionPlan, _ session: Session) async throws -> URL {
        let folder = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
        guard plan.pipeline.needsSource, let source = plan.pipeline.source,
            let commit = plan.version.commit.flatMap({ ObjectID($0) })
        else { return folder }
        return try await SourceCheckout.make(
            source, at: commit, beside: folder, for: session.journal.nextRunNumber, in: session.state)
    }
}
