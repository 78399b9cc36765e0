import Delivery
import Posix
import Platforms
import Values

/// The router as a process: it may go at any moment.
extension HostPlatform {
    /// How often it is looked at: users wait that long for one that has gone.
    private static let pause = Duration.milliseconds(500)

    /// Tells the router something; one that has gone is started again first.
    func withRouter<Value: Sendable>(
        of release: ReleaseState, _ work: @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await work()
        } catch  where router.meansGone(error) {
            try Task.checkCancellation()
            try await restoreRouter(of: release)
            return try await work()
        }
    }

    /// Sees that the router runs, and starts one that has gone.
    ///
    /// - Returns: that it was started again also where another effect had to do that since it was last looked at.
    func lookAtRouter(of release: ReleaseState) async throws -> RouterLook {
        try await withRouter(of: release) { [router] in try await router.verifyAnswering() }
        defer { wasRestored = false }
        return wasRestored ? .startedAgain : .runs
    }

    /// Sees that the router runs, once it can be asked.
    func confirmRouter(of release: ReleaseState) async throws -> RouterLook {
        while true {
            do {
                return try await lookAtRouter(of: release)
            } catch {
                try Task.checkCancellation()
                if Self.canAsk { throw error }
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Keeps the router running, and requests from some instances, until cancelled.
    func keepRouter(
        without withheld: [PlacedInstance], of release: ReleaseState, report: @Sendable (RouterLook) -> Void
    ) async throws {
        var silentSince: ContinuousClock.Instant?
        func tell(_ error: any Error) throws {
            try Task.checkCancellation()
            guard Self.canAsk else { return }
            let since = silentSince ?? .now
            silentSince = since
            report(.gone(detail: error.words, lasting: .now - since))
        }
        while true {
            // Twice before it is started again: to find out that one which hangs can't be takes much longer.
            for _ in 0..<2 {
                do {
                    try await router.verifyAnswering()
                    break
                } catch { try tell(error) }
            }
            do {
                report(try await lookAtRouter(of: release))
                silentSince = nil
                // What is refused is tried again at the next look.
                try? await router.restoreSplit()
                try? await router.withhold(withheld.endpoints)
            } catch { try tell(error) }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Whether anybody can be asked: where no files can be opened, silence says nothing about the router.
    private static var canAsk: Bool { (try? Descriptors.verifyRoom(for: 8)) != nil }

    private func restoreRouter(of release: ReleaseState) async throws {
        guard let hadGone = try await router.restore() else {
            // Nobody has opened it here yet.
            forgetRouter()
            try await openRouter(for: release)
            wasRestored = true
            return
        }
        if hadGone { wasRestored = true }
    }
}

extension [PlacedInstance] {
    /// Where they are, by slot.
    var endpoints: [Slot: Set<Endpoint>] {
        reduce(into: [:]) { $0[$1.id.slot, default: []].insert($1.endpoint) }
    }
}
