import Foundation

/// What goes out on a connection, one message after the other.
///
/// Whoever sends waits until it is written: a client that does not read keeps only its own senders waiting, and each
/// of them has one message in memory.
struct Outbox: Sendable {
    private struct Parcel: Sendable {
        let bytes: Data
        let written: CheckedContinuation<Bool, Never>
    }

    private let parcels: AsyncStream<Parcel>
    private let slot: AsyncStream<Parcel>.Continuation

    init() {
        (parcels, slot) = AsyncStream.makeStream()
    }

    /// Whether it was written; cancelling doesn't stop it, as half a line would spoil the next.
    func send(_ bytes: Data) async -> Bool {
        await withCheckedContinuation { written in
            if case .enqueued = slot.yield(Parcel(bytes: bytes, written: written)) { return }
            written.resume(returning: false)
        }
    }

    /// Nothing more is taken.
    func finish() { slot.finish() }

    /// Writes until ``finish()``; after the connection broke, everyone is told that it was not written.
    ///
    /// It must not be cancelled: senders would wait for ever. ``Connection/hangUp()`` ends a write.
    func deliver(to connection: Connection) async {
        var isOpen = true
        for await parcel in parcels {
            if isOpen { isOpen = await Self.write(parcel.bytes, to: connection) }
            parcel.written.resume(returning: isOpen)
        }
    }

    private static func write(_ bytes: Data, to connection: Connection) async -> Bool {
        do {
            try await connection.write(bytes)
            return true
        } catch {
            connection.hangUp()
            return false
        }
    }
}
