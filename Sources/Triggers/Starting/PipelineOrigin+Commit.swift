import Delivery
import Foundation
import PipelineFile
import StrictYAML
import Values

/// The pipeline file that a commit has itself.
public struct OwnPipeline: Equatable, Sendable {
    public let pipeline: Pipeline
    /// As git calls it: `4f2c1a9d0b1e:slipway.yml`.
    public let name: String
    /// Whether the file at hand says the same, but for where the source is.
    public let isGiven: Bool
}

extension PipelineOrigin {
    /// Reads the pipeline from the commit that was checked out.
    ///
    /// Where the file at hand lies in the very repository that is its source, the commit has to have it in the same
    /// place. Otherwise it is a file of that name at the root of the repository, or else a `slipway.yml` of the same
    /// pipeline.
    ///
    /// - Parameter folder: the checkout.
    /// - Returns: `nil` where the commit has none, and the file at hand is followed.
    /// - Throws: `YAMLFileError` with the problems of the commit's file, ``OwnPipelineError``, ``GitChangeError``.
    public func own(inCheckout folder: URL) async throws -> OwnPipeline? {
        let repository = GitRepository(folder: folder.path(percentEncoded: false))
        guard let head = try await repository.head() else { return nil }
        let short = head.hexadecimal.prefix(12)
        if let path = try await placeInSource() {
            guard let own = try await read(path, of: head, in: repository) else {
                throw OwnPipelineError(words: "commit \(short) has no \(path.quoted); commit it")
            }
            return own
        }
        let name = URL(filePath: file).lastPathComponent
        if let own = try await read(name, of: head, in: repository) { return own }
        guard name != "slipway.yml" else { return nil }
        do {
            return try await read("slipway.yml", of: head, in: repository)
        } catch is OwnPipelineError {
            // It is of another pipeline.
            return nil
        }
    }

    private func read(_ path: String, of commit: ObjectID, in repository: GitRepository) async throws -> OwnPipeline? {
        guard let text = try await repository.file(path, in: commit) else { return nil }
        let name = "\(commit.hexadecimal.prefix(12)):\(path)"
        var own = try PipelineFile.parse(text, file: name)
        guard own.name == pipeline.name else {
            throw OwnPipelineError(
                words:
                    "\(name) is called \(own.name.quoted) and \(file) \(pipeline.name.quoted); the record goes by that "
                    + "name: keep it, or change \(file) as well")
        }
        // Where it was taken from, whatever the commit says.
        own.source = pipeline.source
        return OwnPipeline(pipeline: own, name: name, isGiven: own == pipeline)
    }

    /// The path of the file at hand from the root of the repository in which it lies, if that is its source.
    private func placeInSource() async throws -> String? {
        guard let source = pipeline.source else { return nil }
        let place = URL(filePath: file).standardizedFileURL
        let folder = place.deletingLastPathComponent()
        let repository = GitRepository(folder: folder.path(percentEncoded: false))
        guard let prefix = try await repository.prefix(), try await repository.isAt(source.git) else { return nil }
        return prefix + place.lastPathComponent
    }
}

/// Why a commit can't be carried out by a file of its own.
public struct OwnPipelineError: Error, Equatable, Sendable, CustomStringConvertible {
    let words: String

    public var description: String { words }
}
