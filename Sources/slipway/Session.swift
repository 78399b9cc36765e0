import Control
import Delivery
import Executor
import Foundation
import Hosts
import Journal
import Platforms
import StateDirectory
import Triggers
import Variables

/// A state directory opened for work: the one executor's lock, its journal and its stream of events.
struct Session: Sendable {
    let state: StateDirectory
    let journal: Journal
    let recorder: Recorder
    let world: World
    let keeper: RunKeeper
    private let lock: StateLock
    private let notices: Notices

    /// What a state directory is opened for.
    enum Purpose {
        /// To start runs: a new directory is made ours, and so is one without an id in which nothing is under way.
        case begin
        /// To go on with what stands in it: it has to be one that this account has worked in.
        case goOn
    }

    /// - Parameters:
    ///   - sources: what is asked of the sources that its runs take.
    ///   - notices: where it is told what went wrong beside a run.
    /// - Throws: `StateLockError` when another executor works in the directory, `CommandFailure` when it can't be used
    ///   or isn't ours.
    static func open(
        _ path: String, to purpose: Purpose = .goOn, variables: [String: String] = environmentVariables,
        withholding withheld: Set<String> = [],
        reopensRuns: Bool = false, sources: SourceRules = .personal, notices: Notices = Notices()
    ) async throws -> Session {
        // Whoever reads what a run prints may leave; that is no reason to end the run.
        signal(SIGPIPE, SIG_IGN)
        do {
            let state = StateDirectory(path: path)
            try state.prepare()
            try await makeSure(of: state, purpose)
            SocketPlace.removeStale()
            let lock = try await StateLock.acquire(in: state, at: .now, patience: .seconds(1))
            let journal = try await Journal.open(in: state)
            // Nobody has put another one in its place meanwhile.
            _ = try state.standing(among: .standard())
            let passed = PassedVariables(all: variables, withheld: withheld)
            let platforms = HostPlatforms(state: state, variables: passed, now: { .now }, notice: notices.take)
            let recorder = Recorder(journal: journal, feed: EventFeed(), ledger: try await journal.reader.ledger())
            let world = World(
                state: state, platforms: platforms, variables: passed,
                sources: GitSources(recorder: recorder, rules: sources), notice: notices.take)
            return Session(
                state: state, journal: journal, recorder: recorder, world: world, lock: lock, notices: notices,
                reopensRuns: reopensRuns)
        } catch let error as StateLockError {
            throw error
        } catch {
            throw CommandFailure(.errored, error)
        }
    }

    /// Makes sure that what stands in the directory is ours to carry out.
    private static func makeSure(of state: StateDirectory, _ purpose: Purpose) async throws {
        let known = KnownDirectories.standard()
        switch (try state.standing(among: known), purpose) {
        case (.known, _): return
        case (.fresh, _): try state.adoptFresh(among: known)
        case (.unmarked, .goOn): throw state.unknown
        case (.unmarked, .begin):
            // With nothing to go on with, it can do no more than the run that the person asks for.
            guard try await isIdle(state) else { throw state.unknown }
            try state.trust(among: known)
        }
    }

    /// Whether there is a journal, and no run in it that has not ended.
    private static func isIdle(_ state: StateDirectory) async throws -> Bool {
        do {
            return try await JournalReader.open(in: state).unfinishedRuns().isEmpty
        } catch  where error.kind == .missing {
            return false
        }
    }

    private init(
        state: StateDirectory, journal: Journal, recorder: Recorder, world: World, lock: StateLock, notices: Notices,
        reopensRuns: Bool
    ) {
        self.state = state
        self.journal = journal
        self.recorder = recorder
        self.world = world
        keeper = RunKeeper(recorder: recorder, world: world, reopensRuns: reopensRuns, now: { .now })
        self.lock = lock
        self.notices = notices
    }

    var feed: EventFeed { recorder.feed }

    /// An executor for the next run.
    ///
    /// - Throws: `CommandFailure` while another run has not ended.
    func newRun() async throws -> Executor {
        if let unfinished = try await journal.reader.unfinishedRun() {
            throw CommandFailure(
                .errored,
                "run \(unfinished.number) was interrupted and has not ended; go on with it first: slipway run --continue"
            )
        }
        return executor(for: RunState(number: journal.nextRunNumber))
    }

    /// An executor that takes a run up where the journal leaves it.
    func executor(for run: RunState) -> Executor {
        Executor(run: run, recorder: recorder, world: world, takingUpFor: .current, now: { .now })
    }

    /// Lets other processes watch and give orders, until `body` ends.
    func serving<Value: Sendable>(
        starter: RunStarter? = nil, access: AccessRules = AccessRules(),
        troubles: @escaping @Sendable () -> [PipelineTrouble] = { [] }, _ body: () async throws -> Value
    ) async throws -> Value {
        let delegate = ControlledRuns(keeper: keeper, recorder: recorder, starter: starter, troubles: troubles)
        let server = try await ControlServer.start(
            in: state, journal: journal.reader, delegate: delegate, version: Slipway.version, since: .now,
            access: access)
        let records = feed.subscribe()
        let publishing = Task {
            for await record in records { server.publish([record]) }
        }
        defer { publishing.cancel() }
        do {
            let value = try await body()
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    func close() async {
        await keeper.handOver()
        feed.finish()
        await world.platforms.leave()
        try? await journal.close()
        lock.release()
        notices.tellKept()
    }

    private static var environmentVariables: [String: String] { ProcessInfo.processInfo.environment }
}
