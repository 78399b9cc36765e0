import Delivery
import Values

/// Holds the router's own counters against the lines of its log.
///
/// HAProxy ends a request without an answer and without a log line when an instance breaks off on a connection that its
/// client had used before. Such a failure shows only as a difference: more requests ended than were logged. Lines that
/// HAProxy dropped, or that nobody could read, make the same difference; so many of each slot's are put down to them as
/// chance allows.
public struct RequestAccounts: Sendable {
    /// Requests of which nothing is known: their lines were dropped, could not be read, or never came.
    public private(set) var lost: Int
    /// Requests that ended since the last line which could be read.
    public private(set) var silent = 0
    /// Lines beyond the requests that have ended; the log can't be believed where there are many.
    public private(set) var surplus = 0

    private var base: RouterCounters?
    /// Since the base: requests of each slot that are accounted for, and lines that tell of none.
    private var logged: [Slot: Int] = [:]
    private var unreadable = 0
    private var dropped = 0
    /// What was missing at the last look, and what was accounted for by then.
    private var suspected: [Slot: Int] = [:]
    private var loggedAtLastLook: [Slot: Int] = [:]
    /// Whether a line came since the last look that could be read, and what had ended when the last one had come.
    private var isHeard = false
    private var endedWhenHeard = 0

    /// - Parameter lost: how many were lost before, as far as is known.
    public init(lost: Int = 0) {
        self.lost = lost
    }

    /// Lines that came: how many requests of each slot they tell of, and how many could not be read.
    public mutating func receive(_ lines: [Slot: Int], unreadable: Int) {
        self.unreadable += unreadable
        lost += unreadable
        for (slot, count) in lines where count > 0 {
            logged[slot, default: 0] += count
            isHeard = true
        }
    }

    /// Whether the accounts can't be compared with these counters, which begin again with each process.
    public func areStale(for counters: RouterCounters) -> Bool {
        base?.processIdentifier != counters.processIdentifier
    }

    /// Begins anew. Every line of a request that the counters hold must have been received before, or a later line makes
    /// up for one that is missing.
    public mutating func open(with counters: RouterCounters) {
        if !areStale(for: counters) { countDropped(in: counters) }
        self = RequestAccounts(lost: lost)
        base = counters
    }

    /// How many requests of each slot ended unlogged since this was last asked; slots without any are left out.
    ///
    /// The counters must have been read before the last lines were received. A request is counted as ended an instant
    /// before its line is sent, so only what is still missing at a second look counts, and only when lines came in
    /// between: otherwise the log itself may be what is missing.
    ///
    /// - Parameter isLast: whether there is no later look to wait for; then only a log that is lost for sure is waited
    ///   for in vain.
    public mutating func unlogged(in counters: RouterCounters, isLast: Bool = false) -> [Slot: Int] {
        guard let base, !areStale(for: counters) else { return [:] }
        countDropped(in: counters)
        let ended = Self.difference(counters, base)
        let total = ended.values.reduce(0, +)
        noticeSurplus(ended)
        noticeSilence(total)
        let isAlive = isHeard || isLast && silent < LogTrouble.silence
        var found: [Slot: Int] = [:]
        for slot in Slot.allCases {
            let missing = max(0, ended[slot, default: 0] - logged[slot, default: 0])
            let suspects = max(0, missing - linesWithout(ended[slot, default: 0], of: total))
            let certain = isAlive ? min(suspects, suspected[slot, default: 0]) : 0
            suspected[slot] = suspects - certain
            if silent >= LogTrouble.silence { giveUp(missing, of: slot) }
            guard certain > 0 else { continue }
            found[slot] = certain
            logged[slot, default: 0] += certain
        }
        loggedAtLastLook = logged
        isHeard = false
        return found
    }

    private static func difference(_ counters: RouterCounters, _ base: RouterCounters) -> [Slot: Int] {
        Dictionary(
            uniqueKeysWithValues: Slot.allCases.map { slot in
                (slot, (counters.slots[slot]?.total.ended ?? 0) - (base.slots[slot]?.total.ended ?? 0))
            })
    }

    private mutating func countDropped(in counters: RouterCounters) {
        let all = max(dropped, counters.droppedLogs - (base?.droppedLogs ?? 0))
        lost += all - dropped
        dropped = all
    }

    /// Of a slot's requests, how many may have a line that was dropped or unreadable: its share of those, and four
    /// standard deviations for chance, so that chance is not taken for failures.
    private func linesWithout(_ ended: Int, of total: Int) -> Int {
        let lines = dropped + unreadable
        guard lines > 0, total > 0 else { return 0 }
        let expected = Double(lines) * Double(max(0, ended)) / Double(total)
        return min(lines, Int((expected + 4 * expected.squareRoot()).rounded(.up)))
    }

    /// What was accounted for at the last look had ended by then: a line comes after its request's end.
    private mutating func noticeSurplus(_ ended: [Slot: Int]) {
        surplus = Slot.allCases.reduce(0) { sum, slot in
            sum + max(0, loggedAtLastLook[slot, default: 0] - ended[slot, default: 0])
        }
    }

    private mutating func noticeSilence(_ total: Int) {
        if isHeard { endedWhenHeard = total }
        silent = max(0, total - endedWhenHeard)
    }

    /// Nobody will ever know how they ended: a log that is lost says nothing against a version.
    private mutating func giveUp(_ missing: Int, of slot: Slot) {
        logged[slot, default: 0] += missing
        lost += missing
        suspected[slot] = 0
    }
}
