import Delivery
import Executor
import Foundation
import Journal

/// A state directory opened for work: the one executor's lock, its journal and its stream of events.
struct Session: Sendable {
    let state: StateDirectory
    let journal: Journal
    let feed = EventFeed()
    let world: World
    private let lock: StateLock

    /// - Throws: `CommandFailure` when the directory can't be used, or another executor works in it.
    static func open(_ path: String, variables: [String: String] = environmentVariables) async throws -> Session {
        do {
            let state = StateDirectory(path: path)
            try state.prepare()
            let lock = try await StateLock.acquire(in: state, at: .now)
            let journal = try await Journal.open(in: state)
            let world = World(state: state, variables: variables, now: { .now })
            return Session(state: state, journal: journal, world: world, lock: lock)
        } catch {
            throw CommandFailure(.errored, error)
        }
    }

    private init(state: StateDirectory, journal: Journal, world: World, lock: StateLock) {
        self.state = state
        self.journal = journal
        self.world = world
        self.lock = lock
    }

    /// An executor for the next run.
    func newRun() async throws -> Executor {
        Executor(
            run: RunState(number: journal.nextRunNumber), ledger: try await journal.reader.ledger(),
            journal: journal, feed: feed, world: world, now: { .now })
    }

    func close() async {
        feed.finish()
        await world.close()
        try? await journal.close()
        lock.release()
    }

    private static var environmentVariables: [String: String] { ProcessInfo.processInfo.environment }
}
