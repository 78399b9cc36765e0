import Delivery
import GRDB
import Synchronization

/// Takes snapshots in the background when enough has happened since the last ones.
///
/// One that can't be taken is no harm: reading then begins earlier.
final class SnapshotKeeper: Sendable {
    /// After how many events new snapshots are taken: what opening a journal has to read at most, more or less.
    static let interval: Int64 = 1000

    private struct Plan {
        /// Events since the last snapshots.
        var events: Int64
        /// Runs whose last snapshot is still to be taken.
        var finished: Set<RunNumber> = []
        var work: Task<Void, Never>?

        var isDue: Bool { events >= SnapshotKeeper.interval || !finished.isEmpty }

        mutating func take() -> Set<RunNumber> {
            defer {
                events = 0
                finished = []
            }
            return finished
        }
    }

    private let database: DatabasePool
    private let plan: Mutex<Plan>

    /// - Parameter events: how many there are since the last snapshots.
    init(database: DatabasePool, events: Int64) {
        self.database = database
        plan = Mutex(Plan(events: events))
        beginIfDue()
    }

    /// Events since the snapshot that opening begins with.
    static func eventsToRead(_ db: Database, last: Int64) throws -> Int64 {
        last - (try Snapshot.find(Folding.journal.subject, trusting: .current, in: db)?.sequence ?? 0)
    }

    /// Takes into account what was written.
    func note(_ rows: [EventRow]) {
        guard !rows.isEmpty else { return }
        plan.withLock { plan in
            plan.events += Int64(rows.count)
            for row in rows where row.coded.type == "runFinished" { row.run.map { _ = plan.finished.insert($0) } }
        }
        beginIfDue()
    }

    /// Waits until no snapshot is being taken.
    func settle() async {
        while let work = plan.withLock(\.work) { await work.value }
    }

    private func beginIfDue() {
        plan.withLock { plan in
            guard plan.isDue, plan.work == nil else { return }
            plan.work = Task.detached(priority: .utility) { await self.work() }
        }
    }

    private func work() async {
        while let finished = next() {
            try? await takeAll(finished: finished)
        }
    }

    private func next() -> Set<RunNumber>? {
        plan.withLock { plan in
            if plan.isDue { return plan.take() }
            plan.work = nil
            return nil
        }
    }

    private func takeAll(finished: Set<RunNumber>) async throws {
        let overview = try await take(.journal)
        for run in finished.union(overview.unfinished).sorted() { _ = try await take(.run(run)) }
    }

    /// Takes a snapshot of a fold as it is now. It is read beside the writing, and written in its turn.
    @discardableResult
    func take<State: Fold>(_ folding: Folding<State>) async throws -> State {
        let path = database.path
        let (state, snapshot) = try await database.read { db in
            let folding = try folding.complete(db, path: path)
            return (folding.state, try Snapshot(folding))
        }
        if let snapshot {
            try await database.inTurn { db in
                try db.inTransaction(.immediate) {
                    try snapshot.store(in: db)
                    return .commit
                }
            }
        }
        return state
    }
}
