import Delivery
import Foundation
import Journal
import Subprocess

/// Puts a run's source into a workspace of its own, so that nobody's unsaved work is released.
enum SourceCheckout {
    /// Clones the source's branch for a run.
    ///
    /// - Parameter folder: what a relative source is relative to: the pipeline file's folder.
    /// - Returns: the workspace; without a source the pipeline file's own folder.
    /// - Throws: `CommandFailure` with git's own words.
    static func make(_ source: Source?, beside folder: URL, for run: RunNumber, in state: StateDirectory) async throws
        -> URL
    {
        guard let source else { return folder }
        let workspace = URL(filePath: try state.prepare(run: run)).appending(
            path: "source", directoryHint: .isDirectory)
        let branch = source.branch.map { ["--branch", $0] } ?? []
        let result = try? await Subprocess.run(
            .name("git"),
            arguments: Arguments(
                ["-C", folder.path, "clone", "--quiet", "--no-hardlinks"] + branch + ["--", source.git, workspace.path]),
            environment: .inherit.updating(["GIT_TERMINAL_PROMPT": "0"]), output: .string(limit: 64 << 10),
            error: .combinedWithOutput)
        guard let result else { throw CommandFailure(.errored, "git could not be run; is it installed?") }
        guard result.terminationStatus.isSuccess else {
            let words = result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
            throw CommandFailure(.errored, "the source \(source.git) could not be fetched: \(words)")
        }
        return workspace
    }
}
