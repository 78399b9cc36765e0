import Delivery
import Fleet
import Foundation
import StateDirectory
import Values

/// The run that releases a stored version, as it is decided before it begins.
public struct VersionPlan: Sendable {
    public let version: StoredVersion
    public let pipeline: Pipeline
    public let change: Change

    /// The versions whose archives are there.
    public static func stored(in state: StateDirectory) -> Set<Digest> {
        ArtifactStore(directory: URL(filePath: state.artifacts)).digests
    }

    /// - Throws: `Refusal` when there is no such version, or the pipeline doesn't deploy there.
    public init(
        _ order: VersionOrder, with pipeline: Pipeline, knowing ledger: Ledger, in state: StateDirectory
    ) throws(Refusal) {
        version = try ledger.version(for: order, stored: Self.stored(in: state))
        self.pipeline = try pipeline.releasing(version, by: order)
        change = Change(version, into: order.environment)
    }

    /// What takes the source that the version was built from; `nil` where nothing needs it, or nobody knows it.
    ///
    /// - Parameter file: the pipeline file.
    public func source(file: String) -> SourceStep? {
        guard pipeline.needsSource, let source = pipeline.source, let commit = version.commit, ObjectID(commit) != nil
        else { return nil }
        return SourceStep(
            source: source, commit: commit, pipeline: .stored,
            file: URL(filePath: file).standardizedFileURL.path(percentEncoded: false))
    }
}

extension Change {
    /// Going back brings nothing that somebody wrote since; of anything else nobody can tell who did.
    fileprivate init(_ version: StoredVersion, into environment: EnvironmentName) {
        let way = version.isWayBack ? "Back to" : "Release"
        self.init(
            commit: version.commit,
            title: "\(way) \(version.artifact.version)\(version.reason.map { ": \($0)" } ?? "")",
            authorship: version.isWayBack ? [environment: Authorship(authors: [], register: "")] : nil)
    }
}
