import Delivery
import Foundation
import Values

/// Tells the rules that made a snapshot apart from others.
///
/// It is found by trial: a run with every kind of event is folded, and what each event makes of the state is hashed.
/// Nobody has to remember to raise a number when a rule of the fold, or the form of a state, changes.
enum SnapshotFingerprint {
    /// To be raised for a change that the touchstone can't show.
    private static let revision = 1

    /// The fingerprint of this program; `nil` when a state has no JSON form, and so no snapshot either.
    static let current: String? = fingerprint(of: Touchstone.events)

    static func fingerprint(of events: [Event]) -> String? {
        var checksum = Checksum()
        checksum.add("\(revision)".utf8)
        var run = RunState(number: RunNumber(2))
        var overview = Overview()
        let encoder = EventCoding.makeEncoder()
        for (index, event) in events.enumerated() {
            let time = Timestamp(milliseconds: Int64(index) * 700)
            let record = EventRecord(
                sequence: Int64(index) + 1, time: time, run: Touchstone.run(of: event), event: event)
            if record.run != nil { run.take(record) }
            overview.take(record)
            guard let states = try? [encoder.encode(run), encoder.encode(overview)] else { return nil }
            for state in states { checksum.add(state) }
        }
        return checksum.text
    }
}
