import Delivery
import Synchronization

/// Hands what happens to every subscriber's buffer, and waits for none of them.
final class LiveEvents: Sendable {
    private struct State {
        var next = 0
        var buffers: [Int: LiveBuffer] = [:]
        var highest: Int64 = 0
        var isFinished = false
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: How many events a subscriber may be behind before it has to read them from the journal.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The highest number that was published; what is recorded up to it can be read once it is flushed.
    var highest: Int64 { state.withLock { $0.highest } }

    var isFinished: Bool { state.withLock { $0.isFinished } }

    func publish(_ records: [EventRecord]) {
        guard let highest = records.map(\.sequence).max() else { return }
        let buffers = state.withLock { state in
            state.highest = max(state.highest, highest)
            return Array(state.buffers.values)
        }
        let events = buffers.isEmpty ? [] : records.map(OutgoingEvent.init)
        for buffer in buffers { buffer.add(events) }
    }

    /// A buffer that gets everything that is published from now on, until ``detach(_:)``.
    func attach() -> (number: Int, buffer: LiveBuffer) {
        let buffer = LiveBuffer(capacity: capacity)
        return state.withLock { state in
            state.next += 1
            state.buffers[state.next] = buffer
            if state.isFinished { buffer.finish() }
            return (state.next, buffer)
        }
    }

    func detach(_ number: Int) {
        state.withLock { _ = $0.buffers.removeValue(forKey: number) }
    }

    /// No more events will come; subscribers end once they have all.
    func finish() {
        let buffers = state.withLock { state in
            state.isFinished = true
            return Array(state.buffers.values)
        }
        for buffer in buffers { buffer.finish() }
    }
}
