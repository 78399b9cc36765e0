import Delivery
import Executor
import Foundation
import Journal
import Triggers

/// The run that releases a stored version, where no server does: what it carries out, and where.
struct PreparedVersion: Sendable {
    let plan: VersionPlan
    let workspace: URL

    /// - Parameter file: the pipeline file.
    /// - Throws: `Refusal` when there is no such version, or it can't be released; what is wrong with the file.
    init(_ order: VersionOrder, file: String, in session: Session) async throws {
        plan = try await VersionPlan(
            order, with: loadPipeline(file), knowing: session.recorder.ledger, in: session.state)
        workspace = try await Self.workspace(of: plan, file, session)
    }

    /// What builds nothing needs no source, and the repository may be away.
    private static func workspace(of plan: VersionPlan, _ file: String, _ session: Session) async throws -> URL {
        let folder = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
        guard plan.pipeline.needsSource, let source = plan.pipeline.source,
            let commit = plan.version.commit.flatMap({ ObjectID($0) })
        else { return folder }
        return try await SourceCheckout.make(
            source, at: commit, beside: folder, for: session.journal.nextRunNumber, in: session.state)
    }
}
