import Delivery

/// A rollout in which the executor dies at every single event, each time in a copy of the rollout of its own.
extension Rollout {
    /// Runs a seed's rollout without any crash, and for each of its decisions one copy for each point of it where the
    /// executor may die. Every copy goes exactly as `Rollout.run(Scenario(seed:crash:))` does.
    ///
    /// - Parameters:
    ///   - samplesBetween: how many decisions that record nothing but a sample are passed over between two that count;
    ///     0 passes over none.
    ///   - visit: gets each copy's outcome; returns whether to go on.
    public static func runEveryCrash(
        seed: UInt64, core: Core = .genuine, samplesBetween: Int = 0, visit: (Outcome) -> Bool
    ) {
        var rollout = Rollout(Scenario(seed: seed, crash: nil), core: core, tracing: false)
        var before = rollout
        var samples = 0
        while rollout.advance() {
            let fresh = rollout.executor.records[before.executor.records.count...]
            let isSample = fresh.allSatisfy(\.event.isSample)
            if isSample { samples += fresh.count }
            if !fresh.isEmpty, !isSample || samples.isMultiple(of: samplesBetween + 1) {
                for point in PlannedCrash.Point.allCases {
                    let crash = PlannedCrash(event: before.executor.records.count + 1, point: point)
                    var copy = before
                    copy.plan(Scenario(seed: seed, crash: crash))
                    guard visit(copy.finish()) else { return }
                }
            }
            before = rollout
        }
    }
}
