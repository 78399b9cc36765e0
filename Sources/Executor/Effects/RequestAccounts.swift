import Delivery
import Telemetry
import Traffic

/// Holds the router's own counters against the lines of its log.
///
/// HAProxy ends a request without an answer and without a log line when an instance breaks off on a connection that its
/// client had used before. Such a failure shows only as a difference: more requests ended than were logged.
struct RequestAccounts {
    /// Log lines that HAProxy dropped or that could not be read: requests of which nothing is known.
    private(set) var lost = 0
    private var logged: [Slot: Int] = [:]
    private var base: RouterCounters?
    /// What was missing at the last look, of each slot.
    private var suspected: [Slot: Int] = [:]

    /// Lines that came since the accounts were opened.
    mutating func receive(_ tally: RequestTally) {
        lost += tally.malformed
        let total = tally.total
        for slot in Slot.allCases { logged[slot, default: 0] += total[slot].requests + total[slot].clientAborts }
    }

    /// Whether the accounts can't be compared with these counters: they begin again with each process, and lines that
    /// HAProxy dropped can't be told from failures that it never logged.
    func areStale(for counters: RouterCounters) -> Bool {
        base?.processIdentifier != counters.processIdentifier || base?.droppedLogs != counters.droppedLogs
    }

    /// Begins anew. Every line of a request that the counters hold must have been received before, or a later line makes
    /// up for one that is missing.
    mutating func open(with counters: RouterCounters) {
        if let base, base.processIdentifier == counters.processIdentifier {
            lost += max(0, counters.droppedLogs - base.droppedLogs)
        }
        base = counters
        logged = [:]
        suspected = [:]
    }

    /// How many requests of each slot ended unlogged since this was last asked; slots without any are left out.
    ///
    /// The counters must have been read before the last lines were received. A request is counted as ended an instant
    /// before its line is sent, so only what is still missing at a second look counts. Lines that come after the counters
    /// were read make the number smaller for the moment, never larger.
    mutating func unlogged(in counters: RouterCounters) -> [Slot: Int] {
        guard let base, !areStale(for: counters) else { return [:] }
        var found: [Slot: Int] = [:]
        for slot in Slot.allCases {
            let ended = (counters.slots[slot]?.total.ended ?? 0) - (base.slots[slot]?.total.ended ?? 0)
            let missing = max(0, ended - logged[slot, default: 0])
            let certain = min(missing, suspected[slot, default: 0])
            suspected[slot] = missing - certain
            guard certain > 0 else { continue }
            found[slot] = certain
            logged[slot, default: 0] += certain
        }
        return found
    }
}
