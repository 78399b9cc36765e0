import Delivery
import Executor
import Hosts
import Platforms
import Foundation
import Journal
import StateDirectory
import Values
import Variables

/// What an executor works with: a journal, a stream of events and the world.
struct ReleaseLine {
    let journal: Journal
    let feed = EventFeed()
    let world: World

    static func open(_ state: StateDirectory) async throws -> ReleaseLine {
        var variables = ProcessInfo.processInfo.environment
        variables["SLIPWAY_BENCH"] = try BenchProgram.path
        let passed = PassedVariables(all: variables)
        let world = World(
            state: state, platforms: HostPlatforms(state: state, variables: passed, now: { .now }), variables: passed)
        return ReleaseLine(journal: try await Journal.open(in: state), world: world)
    }

    func executor(for run: RunState) async throws -> Executor {
        let recorder = Recorder(journal: journal, feed: feed, ledger: try await journal.reader.ledger())
        return Executor(run: run, recorder: recorder, world: world, now: { .now })
    }

    /// Carries a new run to its end.
    ///
    /// - Parameter witness: sees each event, in order, once it is recorded.
    func carryOut(
        _ pipeline: Pipeline, in workspace: URL, _ witness: (Executor, Event) async throws -> Void
    ) async throws -> RunResult {
        let executor = try await executor(for: RunState(number: journal.nextRunNumber))
        let records = feed.subscribe()
        async let result = executor.carryOut()
        executor.start(pipeline, Change(title: "bench"), by: Actor(name: "bench"), workspace: workspace.path)
        for await record in records {
            try await witness(executor, record.event)
            if case .run(.finished) = record.event { break }
        }
        return try await result
    }

    func close() async throws {
        feed.finish()
        await world.platforms.leave()
        try await journal.close()
    }
}

extension Timestamp {
    /// The wall clock's.
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
