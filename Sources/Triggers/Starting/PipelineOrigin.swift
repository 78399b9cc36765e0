import Delivery
import Foundation
import PipelineFile
import Values

/// A pipeline file at hand, beside the one in the commit that is built.
public struct PipelineOrigin: Sendable {
    /// The pipeline file's path.
    let file: String
    let pipeline: Pipeline

    public init(file: String, pipeline: Pipeline) {
        self.file = file
        self.pipeline = pipeline
    }

    /// Looks at the very file in the commit that its folder is at, if it is in a git repository. Without a source, what
    /// lies in the folder is built, and by a file that lies there too: it has to be the commit's.
    ///
    /// - Throws: ``PipelineDifference`` when it says something else; ``GitChangeError``.
    public func compareWithOwnCommit() async throws {
        let place = URL(filePath: file).standardizedFileURL
        let repository = GitRepository(folder: place.deletingLastPathComponent().path(percentEncoded: false))
        let path = "./\(place.lastPathComponent)"
        guard let head = try await repository.head(), let text = try await repository.file(path, in: head)
        else { return }
        guard let other = try? PipelineFile.parse(text), isSame(as: other) else {
            throw PipelineDifference(file: file, path: path, commit: head)
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
