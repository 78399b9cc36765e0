import Delivery
import Values

/// What is going to happen, in order of time; what is due at the same time happens in the order it was added.
struct EventQueue<Element> {
    private struct Entry {
        let time: Timestamp
        let sequence: Int
        let element: Element

        func precedes(_ other: Entry) -> Bool {
            time == other.time ? sequence < other.sequence : time < other.time
        }
    }

    /// A binary heap: no entry precedes its parent.
    private var heap: [Entry] = []
    private var added = 0

    mutating func add(_ element: Element, at time: Timestamp) {
        added += 1
        heap.append(Entry(time: time, sequence: added, element: element))
        var child = heap.count - 1
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The next thing to happen; `nil` when nothing will.
    mutating func next() -> (time: Timestamp, element: Element)? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
        return (first.time, first.element)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = 2 * parent + 1
            if least + 1 < heap.count, heap[least + 1].precedes(heap[least]) { least += 1 }
            guard least < heap.count, heap[least].precedes(heap[parent]) else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
