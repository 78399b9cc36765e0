import Delivery
import Executor
import Foundation
import Journal
import PipelineFile
import StateDirectory
import Values

/// Starts runs of a server's pipelines, each in a workspace of its own.
public struct RunStarter: Sendable {
    private let served: [ServedPipeline]
    private let keeper: RunKeeper
    private let recorder: Recorder
    private let rules: SourceRules
    private let state: StateDirectory

    public init(
        _ served: [ServedPipeline], keeper: RunKeeper, recorder: Recorder, rules: SourceRules, in state: StateDirectory
    ) {
        self.served = served
        self.keeper = keeper
        self.recorder = recorder
        self.rules = rules
        self.state = state
    }

    /// Of the pipelines.
    public var names: [String] { served.map(\.name) }

    /// What they have, whether or not a run was in it.
    public var places: ConfiguredPlaces { ConfiguredPlaces(served.map(\.pipeline)) }

    /// Starts a run for the newest commit of a pipeline's source.
    ///
    /// - Throws: `Refusal` when there is no such pipeline, or the server is ending; `YAMLFileError`, `PipelineDifference`,
    ///   `GitRemoteError`, `GitChangeError`, `JournalError`.
    public func start(_ name: String, by actor: Actor) async throws -> RunNumber {
        guard let pipeline = served.first(where: { $0.name == name }) else {
            throw Refusal("no pipeline \(name.quoted) is served here; there are \(names.joined(separator: ", "))")
        }
        return try await start(pipeline, at: try await pipeline.remote?.head(), by: actor)
    }

    /// Starts a run for a commit, which it takes first; without one, for what is in the pipeline file's folder.
    func start(_ served: ServedPipeline, at commit: ObjectID?, by actor: Actor) async throws -> RunNumber {
        guard let commit, let source = served.pipeline.source else {
            return try await startInFolder(of: served, by: actor)
        }
        // The commit has its own; where that has none, a file that is being edited is no reason to stand still.
        let given = (try? PipelineFile.load(served.path)) ?? served.pipeline
        let step = SourceStep(source: source, commit: commit.hexadecimal, file: served.path)
        return try await start(
            given.taking(step), Change(untaken: commit.hexadecimal), by: actor, workspace: newWorkspace)
    }

    /// Without a source, what lies in the folder is built.
    private func startInFolder(of served: ServedPipeline, by actor: Actor) async throws -> RunNumber {
        let pipeline = try PipelineFile.load(served.path)
        try await PipelineOrigin(file: served.path, pipeline: pipeline).compareWithOwnCommit()
        let bases = await ServiceBase.current(for: pipeline, recorder: recorder)
        let change = try await GitChange.read(
            in: served.folder, since: bases, people: try rules.people(), isCheckout: false)
        return try await start(pipeline, change, by: actor) { _ in served.folder.path(percentEncoded: false) }
    }

    private func start(
        _ pipeline: Pipeline, _ change: Change, by actor: Actor, workspace: (RunNumber) throws -> String
    ) async throws -> RunNumber {
        let number = await keeper.promiseNumber()
        do {
            try await keeper.start(pipeline, change, by: actor, number: number, workspace: workspace(number))
            return number
        } catch {
            await keeper.giveBack(number)
            throw error
        }
    }

    private func newWorkspace(for run: RunNumber) throws -> String { try state.prepareWorkspace(of: run) }

    /// Starts a run that releases a version which was built before.
    ///
    /// - Throws: `Refusal` when there is no such version, or it can't be released; `YAMLFileError`, `GitRemoteError`,
    ///   `JournalError`.
    public func release(_ order: VersionOrder, by actor: Actor) async throws -> RunNumber {
        let owners = served.filter { $0.pipeline.environments[order.environment] != nil }
        // Where several pipelines deploy there, a version goes the way of its own.
        let maker = await recorder.ledger.maker(of: order)
        guard let owner = owners.first(where: { $0.name == maker }) ?? owners.first else {
            let names = places.environments.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal("no pipeline here has an environment \(order.environment); there are \(names)")
        }
        let plan = try await VersionPlan(
            order, with: PipelineFile.load(owner.path), knowing: recorder.ledger, in: state)
        guard let source = plan.source(file: owner.path) else {
            return try await start(plan.pipeline, plan.change, by: actor) { _ in
                owner.folder.path(percentEncoded: false)
            }
        }
        return try await start(
            plan.pipeline.takingStored(source), plan.change, by: actor, workspace: newWorkspace)
    }

    /// Whether the pipeline's last run was for this commit.
    func hasRun(_ served: ServedPipeline, at commit: ObjectID) async -> Bool {
        await keeper.lastCommit(of: served.name) == commit.hexadecimal
    }
}
