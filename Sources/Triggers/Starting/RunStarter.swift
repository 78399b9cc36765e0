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
    private let people: People
    private let secretVariables: Set<String>
    private let state: StateDirectory

    /// - Parameter secretVariables: those of the server's environment that hold its secrets.
    public init(
        _ served: [ServedPipeline], keeper: RunKeeper, recorder: Recorder, people: People,
        secretVariables: Set<String>, in state: StateDirectory
    ) {
        self.secretVariables = secretVariables
        self.served = served
        self.keeper = keeper
        self.recorder = recorder
        self.people = people
        self.state = state
    }

    /// Of the pipelines.
    public var names: [String] { served.map(\.name) }

    /// What they have, whether or not a run was in it.
    public var places: ConfiguredPlaces { ConfiguredPlaces(served.map(\.pipeline)) }

    /// Starts a run for the newest commit of a pipeline's source.
    ///
    /// - Throws: `Refusal` when there is no such pipeline, or the server is ending; `YAMLFileError`,
    ///   `OwnPipelineError`, `PipelineDifference`, `GitRemoteError`, `GitChangeError`, `JournalError`.
    public func start(_ name: String, by actor: Actor) async throws -> RunNumber {
        guard let pipeline = served.first(where: { $0.name == name }) else {
            throw Refusal("no pipeline \(name.quoted) is served here; there are \(names.joined(separator: ", "))")
        }
        return try await start(pipeline, at: try await pipeline.remote?.head(), by: actor)
    }

    /// Starts a run for a commit; without one, for what is in the pipeline file's folder.
    func start(_ served: ServedPipeline, at commit: ObjectID?, by actor: Actor) async throws -> RunNumber {
        let number = await keeper.promiseNumber()
        do {
            let workspace = try await workspace(of: served, at: commit, for: number)
            let isCheckout = served.remote != nil && commit != nil
            let pipeline = try await pipeline(of: served, in: workspace, isCheckout: isCheckout)
            try refuseConflicts(of: pipeline, in: served)
            let bases = await ServiceBase.current(for: pipeline, recorder: recorder)
            let change = try await GitChange.read(in: workspace, since: bases, people: people, isCheckout: isCheckout)
            try await keeper.start(
                pipeline, change, by: actor, number: number, workspace: workspace.path(percentEncoded: false))
            return number
        } catch {
            await keeper.giveBack(number)
            throw error
        }
    }

    /// Starts a run that releases a version which was built before.
    ///
    /// - Throws: `Refusal` when there is no such version, or it can't be released; `YAMLFileError`, `GitRemoteError`,
    ///   `JournalError`.
    public func release(_ order: VersionOrder, by actor: Actor) async throws -> RunNumber {
        let owners = served.filter { $0.pipeline.environments[order.environment] != nil }
        guard let owner = owners.first else {
            let names = places.environments.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal("no pipeline here has an environment \(order.environment); there are \(names)")
        }
        let plan = try await VersionPlan(
            order, with: PipelineFile.load(owner.path), knowing: recorder.ledger, in: state)
        let number = await keeper.promiseNumber()
        do {
            var workspace = owner.folder
            if plan.pipeline.needsSource, let commit = plan.version.commit.flatMap(ObjectID.init) {
                workspace = try await self.workspace(of: owner, at: commit, for: number)
            }
            try await keeper.start(
                plan.pipeline, plan.change, by: actor, number: number,
                workspace: workspace.path(percentEncoded: false))
            return number
        } catch {
            await keeper.giveBack(number)
            throw error
        }
    }

    /// The one in the commit that was checked out; where that has none, and without a source, the one at the server.
    private func pipeline(
        of served: ServedPipeline, in workspace: URL, isCheckout: Bool
    ) async throws -> Pipeline {
        if isCheckout {
            let origin = PipelineOrigin(file: served.path, pipeline: served.pipeline)
            if let own = try await origin.own(inCheckout: workspace) { return own.pipeline }
            return try PipelineFile.load(served.path)
        }
        let pipeline = try PipelineFile.load(served.path)
        try await PipelineOrigin(file: served.path, pipeline: pipeline).compareWithOwnCommit()
        return pipeline
    }

    /// What was looked at when the server was started, a commit may have changed.
    private func refuseConflicts(of pipeline: Pipeline, in own: ServedPipeline) throws(Refusal) {
        let changed = ServedPipeline(path: own.path, pipeline: pipeline)
        let others = served.filter { $0.name != own.name }
        let conflicts =
            changed.conflicts(withSecrets: secretVariables)
            + others.flatMap { ServedPipeline.conflicts(among: [$0, changed]) }
        guard conflicts.isEmpty else { throw Refusal(conflicts.joined(separator: "; ")) }
    }

    /// Whether the pipeline's last run was for this commit.
    func hasRun(_ served: ServedPipeline, at commit: ObjectID) async -> Bool {
        await keeper.lastCommit(of: served.name) == commit.hexadecimal
    }

    private func workspace(
        of served: ServedPipeline, at commit: ObjectID?, for number: RunNumber
    ) async throws -> URL {
        guard let remote = served.remote, let commit else { return served.folder }
        let workspace = URL(filePath: try state.prepareAnew(run: number)).appending(path: "source")
        try await remote.checkOut(commit, into: workspace.path(percentEncoded: false))
        return workspace
    }
}
