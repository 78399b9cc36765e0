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
        try await checkOut(commit, of: source, into: workspace)
        let folder = URL(filePath: workspace, directoryHint: .isDirectory)
        let choice = try await choice(source, given, in: folder)
        guard source.pipeline != .stored else { return nil }
        let bases = await ServiceBase.current(for: choice.pipeline, recorder: recorder)
        var change = try await GitChange.read(in: folder, since: bases, people: rules.people(), isCheckout: true)
        if choice.isDirty { change.markDirty() }
        return TakenSource(
            pipeline: choice.pipeline, change: change, remark: choice.remark.withoutSubmodules(of: folder))
    }

    /// Beside the workspace first: git may still write for an attempt before this one, whose program was killed.
    private func checkOut(_ commit: ObjectID, of source: SourceStep, into workspace: String) async throws {
        let (files, place) = (FileManager.default, URL(filePath: workspace))
        let folder = place.deletingLastPathComponent()
        let beside = place.lastPathComponent + ".taking-"
        for name in try files.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        where name.hasPrefix(beside) {
            try? files.removeItem(at: folder.appending(path: name))
        }
        let own = folder.appending(path: beside + UUID().uuidString.prefix(8)).path(percentEncoded: false)
        do {
            try await GitRemote(source.source, besideFile: source.file).checkOut(commit, into: own)
        } catch {
            try? files.removeItem(atPath: own)
            throw error
        }
        if files.fileExists(atPath: workspace) { try files.removeItem(atPath: workspace) }
        try files.moveItem(atPath: own, toPath: workspace)
    }

    private func choice(
        _ source: SourceStep, _ given: Pipeline, in folder: URL
    ) async throws -> PipelineChoice {
        let committed = source.pipeline == .stored ? .missing : try await committed(source, given, in: folder)
        do {
            let choice = try source.choice(of: given, committed)
            // A stored version brings no file; the server's secrets are withheld from whatever it asks for.
            if source.pipeline != .stored { try rules.examine(choice.pipeline, source.file) }
            return choice
        } catch let refusal as Refusal {
            throw SourceRefusal("\(refusal)")
        }
    }

    private func committed(
        _ source: SourceStep, _ given: Pipeline, in folder: URL
    ) async throws -> CommittedPipeline {
        do {
            guard let own = try await PipelineOrigin(file: source.file, pipeline: given).own(inCheckout: folder) else {
                return .missing
            }
            return own.isGiven ? .same : .other(own.pipeline, name: own.name)
        } catch let error as YAMLFileError {
            return .invalid("\(error)")
        } catch let error as OwnPipelineError {
            return .invalid("\(error)")
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
