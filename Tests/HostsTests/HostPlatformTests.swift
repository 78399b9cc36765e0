import Delivery
import SlipwayTesting
import Testing

/// Hosts behind HAProxy keep what every platform has to, with real processes: this machine, and one over SSH.
@Suite(.timeLimit(.minutes(2)))
struct HostPlatformTests {
    @Test(arguments: PlatformContract.Story.allCases, PlatformContract.Manner.allCases)
    func itKeepsTheContract(_ story: PlatformContract.Story, _ manner: PlatformContract.Manner) async throws {
        try await HostBench.with { try await PlatformContract.tell(story, manner, on: $0) }
    }

    @Test func anAbandonedShareEndsWithItsLease() async throws {
        try await HostBench.with { try await PlatformContract.abandonShare(on: $0) }
    }

    @Test func aShareThatIsLeftIsClosed() async throws {
        try await HostBench.with { try await PlatformContract.leaveShare(on: $0) }
    }

    @Test(arguments: PlatformContract.Story.allCases, PlatformContract.Manner.allCases)
    func itKeepsTheContractOverSSH(_ story: PlatformContract.Story, _ manner: PlatformContract.Manner) async throws {
        try await HostBench.withSSH { try await PlatformContract.tell(story, manner, on: $0) }
    }

    /// Half of the instances are here, and half are there.
    @Test(arguments: [PlatformContract.Story.promotion, .rollback])
    func bothKindsOfHostsGoTogether(_ story: PlatformContract.Story) async throws {
        try await HostBench.withSSH(besides: [.local]) { try await PlatformContract.tell(story, .once, on: $0) }
    }
}
