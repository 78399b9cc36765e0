import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

import Executor

/// Orders to all runs of a state directory, on a real journal.
struct RunKeeperTests {
    /// Begins runs that wait for an approval.
    private func withWaitingRuns(
        _ count: Int, command: String = "true", _ body: (RunKeeper, Journal) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let state = StateDirectory(path: directory.path)
        let journal = try await Journal.open(in: state)
        let clock: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        let keeper = RunKeeper(
            recorder: Recorder(journal: journal, feed: EventFeed(), ledger: Ledger()),
            world: .onHosts(state: state, variables: ["PATH": "/usr/bin:/bin"], now: clock), reopensRuns: true,
            now: clock)
        let stages = [Stage(name: "production", gate: ApprovalRule(), steps: [.run(command: command, name: nil)])]
        var pipeline = Pipeline(name: "shop", release: .manual, stages: stages, environments: [:])
        pipeline.queue = .parallel
        for number in 1...count {
            try await keeper.start(
                pipeline, Change(commit: "4f2c1a9", title: "change \(number)", author: "Zoe"), by: Self.ana,
                number: await keeper.promiseNumber(), workspace: directory.path)
        }
        try await body(keeper, journal)
        await keeper.handOver()
        try await journal.close()
    }

    private static let ana = Actor(name: "ana")

    /// Two runs that could not begin, whichever gave up first, leave no gap.
    @Test func aNumberThatIsGivenBackIsGivenAgain() async throws {
        try await withWaitingRuns(1) { keeper, _ in
            let first = await keeper.promiseNumber()
            let second = await keeper.promiseNumber()
            #expect((first, second) == (RunNumber(2), RunNumber(3)))
            await keeper.giveBack(first)
            #expect(await keeper.promiseNumber() == RunNumber(4), "somebody may begin the third run yet")
            await keeper.giveBack(RunNumber(4))
            await keeper.giveBack(second)
            #expect(await keeper.promiseNumber() == first)
        }
    }

    /// Whatever waits would be approved, also what nobody has looked at.
    @Test(arguments: [Order.approve, .reject, .promote])
    func whatJudgesAChangeSaysWhichRunItMeans(command: Order) async throws {
        try await withWaitingRuns(1) { keeper, journal in
            let before = try await journal.reader.lastSequence()
            let refusal = await #expect(throws: Refusal.self) {
                try await keeper.order(command, run: nil, by: Self.ana, reason: nil, id: "x")
            }
            let words = refusal?.description ?? ""
            #expect(words.contains("\(command.rawValue) needs the number of a run"))
            if command != .promote {
                #expect(words.contains("run #1 of shop waits for an approval of production, “change 1”"), "\(words)")
                #expect(words.hasSuffix("commit 4f2c1a9 by Zoe: slipway \(command.rawValue) 1"), "\(words)")
            }
            #expect(try await journal.reader.lastSequence() == before)
        }
    }

    @Test func anOrderIsForWhatWasSeen() async throws {
        try await withWaitingRuns(2) { keeper, journal in
            await #expect(throws: Refusal.self) {
                try await keeper.order(
                    .approve, run: RunNumber(2), by: Self.ana, reason: nil, id: "a",
                    seen: SeenChange(run: RunNumber(1), commit: "4f2c1a9"))
            }
            _ = try await keeper.order(
                .approve, run: RunNumber(2), by: Self.ana, reason: nil, id: "b",
                seen: SeenChange(run: RunNumber(2), commit: "4f2c1a9"))
            try await eventually("it has ended") {
                try await journal.reader.state(of: RunNumber(2))?.result == .succeeded
            }
            #expect(try await journal.reader.state(of: RunNumber(1))?.phase == .waiting)
        }
    }

    @Test func stoppingNeedsNoNumber() async throws {
        try await withWaitingRuns(1) { keeper, journal in
            _ = try await keeper.order(
                .cancel, run: nil, by: Self.ana, reason: nil, id: "c", seen: SeenChange(commit: "another"))
            try await eventually("it has ended") {
                try await journal.reader.state(of: RunNumber(1))?.result == .cancelled
            }
        }
    }

    /// Whoever hands over gives back the journal then: nothing may begin to work on it.
    @Test(arguments: 1...6)
    func noRunIsOpenedAgainDuringAHandover(yields: Int) async throws {
        try await withWaitingRuns(1, command: "false") { keeper, journal in
            let run = RunNumber(1)
            _ = try await keeper.order(.approve, run: run, by: Self.ana, reason: nil, id: "a")
            try await eventually("it has failed") { await keeper.active.isEmpty }
            let order = Task { try await keeper.order(.retry, run: run, by: Self.ana, reason: nil, id: "b") }
            for _ in 0..<yields { await Task.yield() }
            await keeper.handOver()
            let last = try await journal.reader.lastSequence()
            let result = await order.result
            #expect(await keeper.active.isEmpty)
            #expect(try await journal.reader.lastSequence() == last, "\(result)")
            let opened = try await journal.reader.state(of: run)?.result == nil
            #expect(opened == ((try? result.get()) != nil), "\(result)")
        }
    }
}
