import Delivery
import Foundation
import Journal
import StateDirectory
import Triggers

/// Puts a run's source into a workspace of its own, so that nobody's unsaved work is released.
enum SourceCheckout {
    /// Fetches the newest commit of the source's branch for a run.
    ///
    /// - Parameter folder: what a relative source is relative to: the pipeline file's folder.
    /// - Returns: the workspace; without a source the pipeline file's own folder.
    /// - Throws: `CommandFailure` with git's own words.
    static func make(_ source: Source?, beside folder: URL, for run: RunNumber, in state: StateDirectory) async throws
        -> URL
    {
        guard let source else { return folder }
        return try await make(source, at: nil, beside: folder, for: run, in: state)
    }

    /// Fetches a commit for a run; the newest of the source's branch where none is named.
    static func make(
        _ source: Source, at commit: ObjectID?, beside folder: URL, for run: RunNumber, in state: StateDirectory
    ) async throws -> URL {
        let workspace = URL(filePath: try state.prepareAnew(run: run)).appending(
            path: "source", directoryHint: .isDirectory)
        let remote = GitRemote(
            address: source.git, branch: source.branch, folder: folder.path(percentEncoded: false))
        do {
            let wanted = if let commit { commit } else { try await remote.head() }
            try await remote.checkOut(wanted, into: workspace.path(percentEncoded: false))
        } catch {
            throw CommandFailure(
                error.isMistake ? .usage : .errored, "the source \(remote) could not be fetched: \(error)")
        }
        return workspace
    }
}

extension GitRemoteError {
    /// Whether the pipeline file names something that can't be there.
    fileprivate var isMistake: Bool {
        switch self {
        case .impossibleBranch, .noBranch: true
        case .noGit, .refused, .noAnswer, .unreadable, .cancelled: false
        }
    }
}
