import Foundation
import Testing

@testable import Fleet

/// What stays open or unburied when nobody looks. Other tests run meanwhile: only growth by the dozen counts.
@Suite struct ResourceTests {
    private static let rounds = 100

    private func openDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
    }

    @Test func waitsAndReadersThatAreCancelledCloseWhatTheyOpened() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(fixture.specification("echo one; exec sleep 300"))
        let before = try openDescriptors()
        for _ in 0..<Self.rounds {
            let (seen, continuation) = AsyncStream<Void>.makeStream()
            let tasks = [
                Task { _ = try await fixture.stranger.wait() },
                Task { for try await _ in fixture.stranger.follow() { continuation.yield() } },
            ]
            for await _ in seen { break }
            for task in tasks {
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
        }
        try await eventually { try openDescriptors() < before + Self.rounds / 2 }
        try await fixture.command.cancel(grace: .zero)
    }

    #if os(Linux)
        @Test func supervisorsAreReapedByWhoStartedThem() async throws {
            var supervisors: [pid_t] = []
            for _ in 0..<10 {
                let fixture = try CommandFixture()
                #expect(try await fixture.run("true") == .exited(code: 0))
                supervisors.append(try #require(try fixture.command.processGroup()))
            }
            try await eventually { supervisors.allSatisfy { kill($0, 0) != 0 } }
        }
    #endif
}
