import DemoShop
import Foundation
import SlipwayTesting
import Testing
import Values

/// Releases to which anything may happen, one after the other, with customers from outside as witnesses.
///
/// A few in every test run; `make chaos DURATION=10m` goes on for as long as told, with other seeds each time.
@Suite(.serialized)
struct RandomChaosTests {
    /// How many releases one site sees before it makes room for a fresh one.
    private static let releasesPerSite = 6

    @Test(.enabled(if: ChaosLength.duration == nil), arguments: [2] as [UInt64])
    func whatIsRecordedIsTrueAfterAnything(seed: UInt64) async throws {
        try await play(from: seed, releases: 2, until: .now + .seconds(600))
    }

    @Test(.enabled(if: ChaosLength.duration != nil))
    func itStaysTrueForAsLongAsTold() async throws {
        let deadline = ContinuousClock.now + (ChaosLength.duration ?? .zero)
        var seed = ChaosLength.seed
        say("SEED=\(seed)")
        var releases = 0
        while ContinuousClock.now < deadline {
            try await play(from: seed, releases: Self.releasesPerSite, until: deadline)
            seed += UInt64(Self.releasesPerSite)
            releases += Self.releasesPerSite
            say("\(releases) releases, the next is seed \(seed)")
        }
    }

    /// At once, also into a file: whoever has to end it wants to know how far it is.
    private func say(_ text: String) {
        FileHandle.standardOutput.write(Data("chaos: \(text)\n".utf8))
    }

    private func play(from seed: UInt64, releases: Int, until deadline: ContinuousClock.Instant) async throws {
        try await withFolder { folder in
            let site = try ChaosSite(in: folder)
            try site.write(version: "1.0.0", behaviour: .good)
            let first = try await site.slipway("run", "--output", "plain")
            try #require(first.status == 0, "\(first.output)\(first.error)")
            let customers = try site.customers(seed: seed)
            let visit = Task { try await customers.run() }
            do {
                for number in 0..<releases where ContinuousClock.now < deadline {
                    let plan = ChaosPlan(seed: seed + UInt64(number))
                    let round = ChaosRound(
                        site: site, plan: plan, version: "1.\(number + 1).0", customers: customers)
                    let problems = try await round.play()
                    #expect(problems.isEmpty, "\(plan)\n\(problems.joined(separator: "\n"))")
                }
            } catch {
                visit.cancel()
                try? await takeDown(URL(filePath: site.state))
                throw error
            }
            await customers.stop()
            _ = try await visit.value
            try await takeDown(URL(filePath: site.state))
            let left = try await ChaosProcesses(of: folder).services.map(\.command)
            #expect(left.isEmpty, "\(left)")
        }
    }
}

/// What `make chaos` says.
private enum ChaosLength {
    static var duration: Duration? {
        let text = ProcessInfo.processInfo.environment["SLIPWAY_CHAOS_DURATION"] ?? ""
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()) else { return nil }
        return .seconds(number * unit)
    }

    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["SLIPWAY_CHAOS_SEED"].flatMap(UInt64.init) ?? .random(in: 1...1_000_000_000)
    }
}
