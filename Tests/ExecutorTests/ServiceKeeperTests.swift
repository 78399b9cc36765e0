import Delivery
import Executor
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Synchronization
import Testing
import Values

/// What is in service is asked again and again, on a real journal.
@Suite struct ServiceKeeperTests {
    private static let noon = Timestamp(milliseconds: 43_200_000)

    /// How often something was to be recorded.
    private final class Attempts: Sendable {
        let count = Mutex(0)
    }

    /// What nobody listens for is down.
    private func deployment() throws -> Deployment {
        let id = InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: 0)
        let instance = PlacedInstance(id: id, endpoint: Endpoint(address: "127.0.0.1", port: try FreePort.next()))
        let digest = try #require(Digest(String(repeating: "a", count: 64)))
        let artifact = Artifact(digest: digest, version: "1", size: ByteCount(bytes: 1))
        return Deployment(artifact: artifact, slot: .blue, run: RunNumber(1), instances: [instance])
    }

    /// Leaves no room for anything, however small.
    private func fill(_ journal: Journal) async throws {
        for length in [20_000, 500, 1] {
            await #expect(throws: JournalError.self) {
                for number in 1...1000 {
                    let change = Change(title: String(repeating: "x", count: length), author: "ana")
                    let pipeline = Pipeline(name: "shop", release: .manual, stages: [], environments: [:])
                    try await journal.append(
                        [.run(.started(pipeline: pipeline, change: change, by: Actor(name: "ana"), workspace: "/w"))],
                        run: RunNumber(number), at: Self.noon)
                }
            }
        }
    }

    @Test func aFullDiskDoesNotEndIt() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let state = StateDirectory(path: directory.path)
        let journal = try await Journal.open(in: state, sizeLimit: ByteCount(bytes: 400 * 1024))
        try await fill(journal)
        var ledger = Ledger()
        ledger.apply(
            .release("production", .promoted(deployment: try deployment())), run: RunNumber(1), at: Self.noon)
        let recorder = Recorder(journal: journal, feed: EventFeed(), ledger: ledger)
        let attempts = Attempts()
        let keeper = ServiceKeeper(
            recorder: recorder,
            eyes: ServiceEyes(listener: { _, _ in .own }, routerAnswers: { _ in true }, platform: { _ in nil }),
            now: {
                attempts.count.withLock { $0 += 1 }
                return Self.noon
            })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keeper.carryOn() }
            group.addTask {
                try await eventually("there is no room", within: .seconds(60)) { recorder.room.trouble != nil }
                let before = attempts.count.withLock { $0 }
                try await eventually("it goes on", within: .seconds(60)) { attempts.count.withLock { $0 } > before + 1 }
            }
            _ = try await group.next()
            group.cancelAll()
        }
        #expect(recorder.room.trouble?.kind == .diskFull)
        #expect(await recorder.ledger.environments["production"]?.downSince == nil, "it is not recorded")
        try await journal.close()
    }
}
