import DashboardStories
import Delivery
import Values

@testable import Dashboard

/// How things stand in several environments, for the pages that show it.
enum Standing: String, CaseIterable, Sendable {
    case empty, down, frozen, many, migrated, kept

    static let now = ReleaseStory.start + .seconds(3600)

    var overview: StateOverview {
        var ledger = Ledger()
        var story: ReleaseStory? = nil
        var overview = StateOverview(ledger: ledger)
        switch self {
        case .empty: return overview
        case .down:
            Self.release(2, into: &ledger)
            overview.services = [
                "production": ServiceNote(
                    answering: 0, isDown: true, trouble: "DOWN: 0 of 2 instances answer, since 12:03:10")
            ]
        case .frozen:
            Self.release(3, into: &ledger)
            Self.stand(.environmentFrozen(environment: "production", by: ReleaseStory.ana, reason: "the fair"), &ledger)
            story = .waiting()
        case .many:
            Self.release(30, into: &ledger)
            Self.release(4, into: &ledger, "staging", from: 40)
            story = .atTwentyFivePercent()
        case .migrated:
            Self.release(2, into: &ledger)
            ledger.apply(.release("production", .databaseMigrated), run: RunNumber(103), at: Self.now)
            Self.release(1, into: &ledger, from: 103)
        case .kept:
            Self.release(2, into: &ledger)
            ledger.apply(
                .release("production", .started(plan: Self.plan(102, ledger))), run: RunNumber(102), at: Self.now)
            Self.promote(102, &ledger, keeping: true)
            story = .rolledBack()
        }
        overview.ledger = ledger
        overview.runs = story.map { [$0.model.run] } ?? []
        overview.stored = Set(
            ledger.environments.values.flatMap { $0.versions.suffix(8).map(\.artifact.digest) })
        for name in ledger.environments.keys where overview.services[name] == nil {
            overview.services[name] = ServiceNote(answering: 2)
        }
        return overview
    }

    // MARK: - What happened

    private static func artifact(_ number: Int) -> Artifact {
        let digits = String(number + 0x1000, radix: 16)
        guard let digest = Digest(String(repeating: digits, count: 16)) else { preconditionFailure("no digest") }
        return Artifact(digest: digest, version: "1.\(number).0", size: ByteCount(bytes: 18_400_000))
    }

    private static func plan(_ number: Int, _ ledger: Ledger, _ name: EnvironmentName = "production") -> ReleasePlan {
        ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: artifact(number), previous: ledger.stable(in: name),
            slot: number.isMultiple(of: 2) ? .blue : .green, instances: [], commit: "c0ffee\(number)abcdef")
    }

    private static func promote(
        _ number: Int, _ ledger: inout Ledger, _ name: EnvironmentName = "production", keeping: Bool = false
    ) {
        let run = RunNumber(number)
        let slot: Slot = number.isMultiple(of: 2) ? .blue : .green
        let instances = (0..<2).map { index in
            PlacedInstance(
                id: InstanceID(run: run, host: .local, slot: slot, index: index),
                endpoint: Endpoint(address: "127.0.0.1", port: 8081 + index))
        }
        let deployment = Deployment(
            artifact: artifact(number), slot: slot, run: run, instances: instances, commit: "c0ffee\(number)abcdef")
        let kept: [ReleaseEvent] = keeping ? [.oldKept(for: .seconds(600))] : []
        for event in [.promoted(deployment: deployment)] + kept
            + [.finished(result: .succeeded, running: deployment)] as [ReleaseEvent]
        {
            ledger.apply(.release(name, event), run: run, at: ReleaseStory.start + .seconds(60 * (number - 100)))
        }
    }

    private static func release(
        _ count: Int, into ledger: inout Ledger, _ name: EnvironmentName = "production", from first: Int = 100
    ) {
        for number in first..<(first + count) {
            ledger.apply(
                .release(name, .started(plan: plan(number, ledger, name))), run: RunNumber(number), at: now)
            promote(number, &ledger, name)
        }
    }

    private static func stand(_ event: StandingEvent, _ ledger: inout Ledger) {
        ledger.apply(.standing(event), run: nil, at: now)
    }
}

/// What only some tests need of a source.
extension DashboardSource {
    func overview() async throws -> StateOverview { StateOverview(ledger: Ledger()) }
}
