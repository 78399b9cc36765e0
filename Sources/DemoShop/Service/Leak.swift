import Synchronization

/// Memory that is taken and never given back.
final class Leak: Sendable {
    private let bytesPerRequest: Int
    private let chunks = Mutex<[[UInt8]]>([])

    /// A demonstration must not take the machine down.
    private static let limit = 1 << 30

    init(bytesPerRequest: Int) {
        self.bytesPerRequest = bytesPerRequest
    }

    /// Takes the next request's share; nothing once a gibibyte is held.
    func grow() {
        guard bytesPerRequest > 0 else { return }
        chunks.withLock { chunks in
            guard (chunks.count + 1) * bytesPerRequest <= Self.limit else { return }
            // Written, not only reserved: untouched pages would not count as resident.
            chunks.append([UInt8](repeating: 0xA5, count: bytesPerRequest))
        }
    }

    var bytes: Int { chunks.withLock { $0.count } * bytesPerRequest }
}
