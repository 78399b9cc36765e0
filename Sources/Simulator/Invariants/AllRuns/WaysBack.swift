import Delivery

/// The runs that go back: they wait for nobody in a stage, and nobody there waits for them.
struct WaysBack {
    private var runs: Set<RunNumber> = []

    /// Whether an event is of one.
    mutating func include(_ event: Event, of run: RunNumber) -> Bool {
        if case .run(.started(let pipeline, _, _, _)) = event, pipeline.stored?.isWayBack == true { runs.insert(run) }
        return runs.contains(run)
    }
}
