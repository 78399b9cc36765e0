import Delivery
import Foundation
import GRDB

/// A fold as far as it has come: from its snapshot, or from the beginning, up to the last event on disk.
struct Folding<State: Fold>: Sendable {
    /// The name of its snapshot.
    let subject: String
    let query: EventQuery
    var state: State
    /// The number of the last event in it; 0 before the first.
    var sequence: Int64 = 0

    /// Takes in every event that came after.
    mutating func readOn(_ db: Database, path: String) throws {
        var rest = query
        rest.after = sequence
        let records = try rest.cursor(db, path: path)
        while let record = try records.next() {
            state.take(record)
            sequence = record.sequence
        }
    }

    /// The same fold, from its snapshot if there is one to be trusted, up to the last event.
    ///
    /// - Parameter version: which snapshots are trusted.
    func complete(_ db: Database, path: String, trusting version: Snapshot.Version = .current) throws -> Folding {
        var folding = self
        if let snapshot = try Snapshot.find(subject, trusting: version, in: db),
            let state = try? EventCoding.makeDecoder().decode(State.self, from: snapshot.data)
        {
            folding.state = state
            folding.sequence = snapshot.sequence
        }
        try folding.readOn(db, path: path)
        return folding
    }

    /// The same fold of every event there is, whatever a snapshot says.
    func fromBeginning(_ db: Database, path: String) throws -> Folding {
        var folding = self
        try folding.readOn(db, path: path)
        return folding
    }
}

extension Folding where State == RunState {
    static func run(_ number: RunNumber) -> Folding {
        Folding(subject: "run \(number.value)", query: EventQuery(run: number), state: RunState(number: number))
    }
}

extension Folding where State == Overview {
    static var journal: Folding {
        Folding(subject: "journal", query: EventQuery(withoutSamples: true), state: Overview())
    }
}
