import Delivery
import Judge
import Values

/// What the requests of some time add up to.
public struct RequestTally: Hashable, Sendable {
    /// By the candidate's share that was in force when they were sent on: evidence of one step is not another's.
    public private(set) var splits: [Share: SplitTally] = [:]
    /// Datagrams of any kind.
    public private(set) var received = 0
    /// Datagrams that claim to be a request and aren't readable as one.
    public private(set) var malformed = 0
    /// Datagrams with something else: HAProxy's notices about itself.
    public private(set) var notices = 0
    /// Requests that HAProxy answered before choosing a side, mostly because they were none.
    public private(set) var unattributed = 0

    public init() {}

    /// Counts a datagram.
    public mutating func add(datagram: some Collection<UInt8>) {
        received += 1
        guard datagram.starts(with: RequestLogLine.tag) else {
            notices += 1
            return
        }
        guard let line = RequestLogLine(datagram: datagram) else {
            malformed += 1
            return
        }
        add(line)
    }

    /// Adds what another tally holds, which must be the later one.
    public mutating func merge(_ later: RequestTally) {
        received += later.received
        malformed += later.malformed
        notices += later.notices
        unattributed += later.unattributed
        for (split, tally) in later.splits { splits[split, default: SplitTally()].merge(tally) }
    }

    /// All requests, whatever the split was.
    public var total: SplitTally {
        splits.values.reduce(into: SplitTally()) { $0.merge($1) }
    }

    private mutating func add(_ line: RequestLogLine) {
        guard let slot = line.slot else {
            unattributed += 1
            return
        }
        splits[line.effectiveSplit, default: SplitTally()][slot].add(line)
    }
}

/// Requests under one split, by the slot that they were sent to.
///
/// By the slot and not by its role at the time: a promotion changes roles, and must not mix two versions.
public struct SplitTally: Hashable, Sendable {
    public var blue = SlotTally()
    public var green = SlotTally()

    public init() {}

    public subscript(slot: Slot) -> SlotTally {
        get { slot == .blue ? blue : green }
        set { if slot == .blue { blue = newValue } else { green = newValue } }
        _modify {
            if slot == .blue { yield &blue } else { yield &green }
        }
    }

    mutating func merge(_ other: SplitTally) {
        blue.merge(other.blue)
        green.merge(other.green)
    }
}
