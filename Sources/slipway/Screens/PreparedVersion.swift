import Delivery
import Executor
import Foundation
import Journal
import StateDirectory
import Triggers
import Values

/// The run that releases a stored version, where no server does: what it carries out, and where.
struct PreparedVersion: Sendable {
    let pipeline: Pipeline
    let change: Change
    let workspace: URL

    /// - Parameter file: the pipeline file.
    /// - Throws: `Refusal` when there is no such version, or it can't be released; what is wrong with the file.
    init(_ order: VersionOrder, file: String, in session: Session) async throws {
        guard FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure(
                .usage,
                "there is no \(file.quoted): no server works in \(session.state.path), and without one a version is "
                    + "released by the pipeline file; name it with --file")
        }
        let plan = try await VersionPlan(
            order, with: loadPipeline(file), knowing: session.recorder.ledger, in: session.state)
        change = plan.change
        // What builds nothing needs no source, and the repository may be away.
        guard let source = plan.source(file: file) else {
            pipeline = plan.pipeline
            workspace = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
            return
        }
        pipeline = plan.pipeline.takingStored(source)
        workspace = URL(filePath: try session.state.prepareWorkspace(of: session.journal.nextRunNumber))
    }
}
