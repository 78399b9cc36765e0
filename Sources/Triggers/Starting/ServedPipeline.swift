import Delivery
import Foundation
import PipelineFile
import StrictYAML
import Values

/// A pipeline of a server: its file, and what was in it when the server was started.
public struct ServedPipeline: Sendable {
    public let path: String
    /// As it was when the server was started: name, source and monitors are those. Each run goes by its commit's own file.
    public let pipeline: Pipeline

    /// - Throws: `YAMLFileError` with everything that is wrong with the file.
    public init(path: String) throws(YAMLFileError) {
        self.path = path
        pipeline = try PipelineFile.load(path)
    }

    init(path: String, pipeline: Pipeline) {
        self.path = path
        self.pipeline = pipeline
    }

    public var name: String { pipeline.name }

    /// What a relative source is relative to, and the workspace of a pipeline without a source.
    public var folder: URL { URL(filePath: path).deletingLastPathComponent() }

    public var remote: GitRemote? {
        pipeline.source.map {
            GitRemote(address: $0.git, branch: $0.branch, folder: folder.path(percentEncoded: false))
        }
    }

    /// What would give the server's secrets to whoever may push; empty when nothing would.
    ///
    /// - Parameter variables: those of the server's environment that hold its secrets.
    public func conflicts(withSecrets variables: Set<String>) -> [String] {
        let asked = pipeline.secretVariables.filter(variables.contains).map { ("a secret is taken from", $0) }
        return (pipeline.passEnv.filter(variables.contains).map { ("pass-env names", $0) } + asked).map { place, name in
            "\(path): \(place) \(name.quoted), which holds a secret of the server; remove it"
        }
    }

    /// What a commit's pipeline may not have that the file at the server, of this path, did not.
    ///
    /// - Throws: `Refusal`
    public static func refuseConflicts(
        of pipeline: Pipeline, from path: String, among served: [ServedPipeline], withSecrets variables: Set<String>
    ) throws(Refusal) {
        let changed = ServedPipeline(path: path, pipeline: pipeline)
        let others = served.filter { $0.name != pipeline.name }
        let conflicts =
            changed.conflicts(withSecrets: variables)
            + others.flatMap { ServedPipeline.conflicts(among: [$0, changed]) }
        guard conflicts.isEmpty else { throw Refusal(conflicts.joined(separator: "; ")) }
    }

    /// What keeps several pipelines from being served from one state directory; empty when nothing does.
    public static func conflicts(among served: [ServedPipeline]) -> [String] {
        var problems: [String] = []
        for (index, second) in served.enumerated() {
            for first in served[..<index] { problems += conflicts(first, second) }
        }
        return problems
    }

    private static func conflicts(_ first: ServedPipeline, _ second: ServedPipeline) -> [String] {
        var problems: [String] = []
        if first.name == second.name {
            problems.append("\(first.path) and \(second.path) are both called \(first.name.quoted); rename one")
        }
        for name in second.pipeline.environments.keys.sorted() {
            guard let other = first.pipeline.environments.keys.first(where: { $0.differsOnlyInCase(from: name) })
            else { continue }
            problems.append(
                "\(first.path) has \(other) and \(second.path) has \(name), which differ only in case; rename one")
        }
        // Two may share a place, and take turns. But one name can't mean two places.
        for (name, environment) in second.pipeline.environments.sorted(by: { $0.key < $1.key }) {
            guard let other = first.pipeline.environments[name], other != environment else { continue }
            problems.append(
                "\(first.path) and \(second.path) describe \(name) differently; give one of them another name")
        }
        return problems
    }
}
