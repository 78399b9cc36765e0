import Delivery
import Values

/// The processes of one environment as they really are.
struct UpkeepWorld: Sendable {
    struct Process: Sendable {
        let instance: InstanceID
        let start: Int
        /// `nil`: never by itself.
        let endsAt: Timestamp?
    }

    private(set) var processes: [Process] = []
    var routerSlot: Slot?
    var isRefusing = false
    var isLooping = false
    /// More than one process of an instance ran at a time.
    private(set) var hadTwo = false

    func isRunning(_ id: InstanceID) -> Bool { processes.contains { $0.instance == id } }

    /// A start that was begun is found.
    ///
    /// - Returns: whether it could be started.
    mutating func start(_ id: InstanceID, _ start: Int, at now: Timestamp) -> Bool {
        if isRefusing { return false }
        if processes.contains(where: { $0.instance == id && $0.start == start }) { return true }
        if isRunning(id) { hadTwo = true }
        processes.append(
            Process(instance: id, start: start, endsAt: isLooping ? now + .milliseconds(700) : nil))
        return true
    }

    mutating func end(_ id: InstanceID) { processes.removeAll { $0.instance == id } }

    mutating func endAll() {
        processes = []
        routerSlot = nil
    }

    mutating func pass(to now: Timestamp) {
        processes.removeAll { process in process.endsAt.map { now >= $0 } ?? false }
    }
}
