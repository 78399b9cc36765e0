import Delivery
import Foundation
import PipelineFile
import Values

/// Whether a pipeline file says the same as the one in the commit that it is to build.
///
/// Until pipelines are read from the commit, a difference means that somebody changed the pipeline and nobody sees it.
public struct PipelineOrigin: Sendable {
    /// The pipeline file's path.
    let file: String
    let pipeline: Pipeline

    public init(file: String, pipeline: Pipeline) {
        self.file = file
        self.pipeline = pipeline
    }

    /// Looks into a checkout: for a file of the same name at the root of the repository, or else `slipway.yml`.
    ///
    /// - Throws: ``PipelineDifference`` when it says something else; ``GitChangeError``.
    public func compare(withCheckout folder: URL) async throws {
        let name = URL(filePath: file).lastPathComponent
        try await compare(in: folder, paths: name == "slipway.yml" ? [name] : [name, "slipway.yml"])
    }

    /// Looks at the very file in the commit that its folder is at, if it is in a git repository.
    ///
    /// - Throws: ``PipelineDifference`` when it says something else; ``GitChangeError``.
    public func compareWithOwnCommit() async throws {
        let place = URL(filePath: file).standardizedFileURL
        try await compare(in: place.deletingLastPathComponent(), paths: ["./\(place.lastPathComponent)"])
    }

    private func compare(in folder: URL, paths: [String]) async throws {
        let repository = GitRepository(folder: folder.path(percentEncoded: false))
        guard let head = try await repository.head() else { return }
        for path in paths {
            guard let text = try await repository.file(path, in: head) else { continue }
            guard let other = try? PipelineFile.parse(text), isSame(as: other) else {
                throw PipelineDifference(file: file, path: path, commit: head)
            }
            return
        }
    }

    /// Comments and layout don't matter, nor where the source is: a server's address may not be the one in the commit.
    private func isSame(as other: Pipeline) -> Bool {
        var (own, other) = (pipeline, other)
        own.source = nil
        other.source = nil
        return own == other
    }
}

/// The commit has another pipeline than the file that would be followed.
public struct PipelineDifference: Error, Equatable, Sendable, CustomStringConvertible {
    let file: String
    let path: String
    let commit: ObjectID

    public var description: String {
        let name = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return "\(file) and \(name) of commit \(commit.hexadecimal.prefix(12)) say different things; make them the same"
    }
}
