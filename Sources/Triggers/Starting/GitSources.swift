import Delivery
import Executor
import Foundation
import Journal
import StrictYAML
import Values

/// What is asked of a source beside git.
public struct SourceRules: Sendable {
    /// Who the authors of commits are.
    let people: @Sendable () throws -> People
    /// Throws a `Refusal` where a commit's pipeline, of the file at hand, can't be carried out here.
    let examine: @Sendable (_ pipeline: Pipeline, _ file: String) throws -> Void

    public init(
        people: @escaping @Sendable () throws -> People,
        examine: @escaping @Sendable (_ pipeline: Pipeline, _ file: String) throws -> Void = { _, _ in }
    ) {
        self.people = people
        self.examine = examine
    }

    /// For a person's own runs.
    public static let personal = SourceRules(people: { try People.load(People.standardPath()) })
}

/// Takes sources with git, and reads in them which pipeline is to be carried out and what the change is.
public struct GitSources: SourceTaker {
    private let recorder: Recorder
    private let rules: SourceRules

    public init(recorder: Recorder, rules: SourceRules) {
        self.recorder = recorder
        self.rules = rules
    }

    /// - Throws: `SourceRefusal` for what is wrong with the commit's pipeline; `GitRemoteError`, `GitChangeError`, what
    ///   `People` can't be read for.
    public func take(_ source: SourceStep, of given: Pipeline, into workspace: String) async throws -> TakenSource? {
        guard let commit = ObjectID(source.commit) else {
            throw SourceRefusal("\(source.commit.quoted) is no commit")
        }
        // An attempt before this one may have left half of it.
        if FileManager.default.fileExists(atPath: workspace) { try FileManager.default.removeItem(atPath: workspace) }
        try await GitRemote(source.source, besideFile: source.file).checkOut(commit, into: workspace)
        let folder = URL(filePath: workspace, directoryHint: .isDirectory)
        let found: FoundPipeline
        do {
            found = try await pipeline(source, given, in: folder)
            try rules.examine(found.pipeline, source.file)
        } catch let error as YAMLFileError {
            throw SourceRefusal("\(error)")
        } catch let error as OwnPipelineError {
            throw SourceRefusal("\(error)")
        } catch let refusal as Refusal {
            throw SourceRefusal("\(refusal)")
        }
        guard source.pipeline != .stored else { return nil }
        let bases = await ServiceBase.current(for: found.pipeline, recorder: recorder)
        var change = try await GitChange.read(in: folder, since: bases, people: rules.people(), isCheckout: true)
        if found.isDirty { change.markDirty() }
        return TakenSource(
            pipeline: found.pipeline, change: change, remark: found.remark.withoutSubmodules(of: folder))
    }

    private struct FoundPipeline {
        let pipeline: Pipeline
        var isDirty = false
        var remark: String?
    }

    private func pipeline(_ source: SourceStep, _ given: Pipeline, in folder: URL) async throws -> FoundPipeline {
        let origin = PipelineOrigin(file: source.file, pipeline: given)
        let name = URL(filePath: source.file).lastPathComponent
        switch source.pipeline {
        case .stored: return FoundPipeline(pipeline: given)
        case .file:
            guard try await !isCommitted(origin, folder) else { return FoundPipeline(pipeline: given) }
            return FoundPipeline(
                pipeline: given, isDirty: true,
                remark: "\(name) is not what the commit has; going on because of --dirty")
        case .commit:
            guard let own = try await origin.own(inCheckout: folder) else {
                return FoundPipeline(pipeline: given, remark: "the commit has no \(name); going by the one at hand")
            }
            return FoundPipeline(
                pipeline: own.pipeline,
                remark: own.isGiven ? nil : "carrying out \(own.name), which \(name) at hand differs from")
        }
    }

    /// Whatever is wrong with the commit's file, it is not what the person wants.
    private func isCommitted(_ origin: PipelineOrigin, _ folder: URL) async throws -> Bool {
        do {
            return try await origin.own(inCheckout: folder)?.isGiven ?? true
        } catch is YAMLFileError {
            return false
        } catch is OwnPipelineError {
            return false
        }
    }
}

extension String? {
    /// Where they come from is the commit's word, and nobody here has agreed to it.
    fileprivate func withoutSubmodules(of folder: URL) -> String? {
        let list = folder.appending(path: ".gitmodules").path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: list) else { return self }
        let words = "its submodules are not taken, and their folders are empty: a step can fetch them"
        return map { "\($0); \(words)" } ?? words
    }
}

extension GitRemote {
    /// - Parameter file: the pipeline file that names the source.
    public init(_ source: Source, besideFile file: String) {
        self.init(
            address: source.git, branch: source.branch,
            folder: URL(filePath: file).deletingLastPathComponent().path(percentEncoded: false))
    }
}
