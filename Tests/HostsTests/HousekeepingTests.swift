import Delivery
import Foundation
import Platforms
import SlipwayTesting
import Synchronization
import Testing
import Values
import Variables

@testable import Hosts

/// What is tidied up beside a release holds it up by nothing, and is told where it fails.
@Suite(.timeLimit(.minutes(1))) struct HousekeepingTests {
    private final class Notices: Sendable {
        let problems = Mutex<[Problem]>([])
        @Sendable func take(_ problem: Problem) { problems.withLock { $0.append(problem) } }
        var all: [Problem] { problems.withLock { $0 } }
    }

    private let notices = Notices()
    private let state: TemporaryState

    init() throws {
        state = try TemporaryState()
    }

    private func platform() throws -> HostPlatform {
        try HostPlatform(
            "production", in: state.directory, variables: PassedVariables(all: [:]),
            now: { Timestamp(milliseconds: 0) }, notice: notices.take)
    }

    @Test func aReleaseThatIsNotThereIsTold() async throws {
        let digest = try #require(Digest(String(repeating: "a", count: 64)))
        await (try platform()).follow(digest, on: [.local], keeping: [])
        #expect(notices.all.map(\.what) == ["current does not point to what is in service in production on local"])
        #expect(notices.all.first?.why.contains("No such file or directory") == true)
    }

    @Test func aHostThatCannotBeReachedIsTold() async throws {
        let digest = try #require(Digest(String(repeating: "a", count: 64)))
        let host = try #require(HostAddress("ssh://127.0.0.1:\(try FreePort.next())"))
        let platform = try platform()
        await platform.follow(digest, on: [host], keeping: [])
        await platform.leave()
        #expect(
            notices.all.map(\.what) == [
                "current does not point to what is in service in production on \(host.written)"
            ])
    }
}
