import Delivery
import Platforms
import Values

/// What every platform has to keep, whatever it is made of: it carries whole releases out as the core wants them, and
/// after every effect the world is as that says.
public enum PlatformContract {
    /// A release, from its beginning to its end.
    public enum Story: String, CaseIterable, Sendable {
        case firstRelease, promotion, rollback, firstReleaseTakenBack
    }

    /// How each effect of it is carried out.
    public enum Manner: String, CaseIterable, Sendable {
        case once
        /// It finds what was done, and says the same of it.
        case twice
        /// By a process that has just begun: the one before it died between the two.
        case byAnotherProcess
        /// One that was cancelled before its turn changes nothing, and says nothing.
        case afterOneThatWasCancelled
    }

    /// Carries a story out.
    ///
    /// - Throws: ``ContractBreach``, and what the platform throws.
    public static func tell(_ story: Story, _ manner: Manner, on bench: some PlatformBench) async throws {
        switch story {
        case .firstRelease: _ = try await release("1", manner, on: bench)
        case .promotion: try await promote(manner, on: bench)
        case .rollback: try await takeBack(manner, on: bench)
        case .firstReleaseTakenBack: try await takeFirstBack(manner, on: bench)
        }
    }

    /// A share that nobody holds open lasts as long as the platform's traits say.
    public static func abandonShare(on bench: some PlatformBench) async throws {
        var tale = try await canary(.once, on: bench)
        guard let limit = tale.run.release?.platform.deadManSwitch?.certainlyOver else {
            try await bench.pass(.seconds(60))
            return try await tale.expect(.half, of: tale.candidate, "nothing closes a share there")
        }
        try await bench.pass(limit)
        try await tale.expect(.none, of: tale.candidate, "the dead man's switch has acted")
        try await tale.take(.takenUp(by: Actor(name: "ana")))
        try await tale.carryOut { $0.release?.isStableUnknown == false }
        try await tale.order(.rollBack)
        try await tale.finish(as: .rolledBack)
    }

    /// Whoever leaves in good order closes what nobody judges any more.
    public static func leaveShare(on bench: some PlatformBench) async throws {
        let tale = try await canary(.once, on: bench)
        guard let release = tale.run.release else { throw ContractBreach("there is no release") }
        try await bench.open().closeShare(of: release)
        try await tale.expect(.none, of: tale.candidate, "it was closed")
    }

    private static func release(
        _ version: String, _ manner: Manner, on bench: some PlatformBench, ledger: Ledger = Ledger()
    ) async throws -> ContractTale {
        var tale = try await ContractTale(of: version, ledger, manner, on: bench)
        try await tale.finish(as: .succeeded)
        try await tale.expect(.all, of: tale.candidate, "it was released")
        return tale
    }

    /// A second version with half of all users.
    private static func canary(_ manner: Manner, on bench: some PlatformBench) async throws -> ContractTale {
        let first = try await release("1", .once, on: bench)
        var tale = try await ContractTale(of: "2", first.ledger, manner, on: bench)
        try await tale.carryOut { $0.release?.phase == .baking }
        try await tale.expect(.half, of: tale.candidate, "its share was confirmed")
        return tale
    }

    private static func promote(_ manner: Manner, on bench: some PlatformBench) async throws {
        var tale = try await canary(manner, on: bench)
        try await tale.order(.promote)
        try await tale.finish(as: .succeeded)
        try await tale.expect(.all, of: tale.candidate, "it was promoted")
    }

    private static func takeBack(_ manner: Manner, on bench: some PlatformBench) async throws {
        var tale = try await canary(manner, on: bench)
        try await tale.order(.rollBack)
        try await tale.finish(as: .rolledBack)
        try await tale.expect(.none, of: tale.candidate, "it was taken back")
        try await tale.expect(.all, of: tale.candidate.other, "stable has everything again")
    }

    private static func takeFirstBack(_ manner: Manner, on bench: some PlatformBench) async throws {
        var tale = try await ContractTale(of: "1", Ledger(), manner, on: bench)
        try await tale.carryOut { $0.release?.phase == .attaching }
        try await tale.order(.cancel)
        try await tale.finish(as: .cancelled)
        guard try await bench.shares().values.allSatisfy({ $0 == .none }) else {
            throw ContractBreach("users still get somewhere, though nothing is in service")
        }
    }
}

/// A promise that a platform has not kept.
public struct ContractBreach: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Share {
    static let half = Share(percent: 50)
}
