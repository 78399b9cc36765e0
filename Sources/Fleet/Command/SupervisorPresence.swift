import Foundation
import Posix

/// Whether a command's supervisor lives, told by the FIFO that it holds open for writing.
///
/// The kernel closes it however the supervisor ends, and anyone may wait for that, not only its parent.
struct SupervisorPresence: Sendable {
    let fifo: String

    /// True while somebody holds the FIFO; throws ``SystemCallError``.
    func isHeld() throws -> Bool {
        try Self.isHeld(openReader(), path: fifo)
    }

    /// Returns when nobody holds the FIFO any more, or sooner when `growth` tells of a write.
    ///
    /// Throws ``SystemCallError`` or `CancellationError`.
    func waitUntilReleased(or growth: FileGrowth? = nil) async throws {
        let reader = try openReader()
        while try Self.isHeld(reader, path: fifo) {
            try await DescriptorPoller.shared.waitUntilReadable(
                [reader.number] + (growth.map { [$0.descriptor] } ?? []))
            if growth != nil { return }
        }
    }

    private func openReader() throws -> OwnedDescriptor {
        try OwnedDescriptor(opening: fifo, O_RDONLY | O_NONBLOCK)
    }

    /// A reader without a writer reads the end of the file; with one it is told to try again.
    private static func isHeld(_ reader: borrowing OwnedDescriptor, path: String) throws -> Bool {
        var byte: UInt8 = 0
        while true {
            switch read(reader.number, &byte, 1) {
            case 0: return false
            case 1...: return true
            default:
                if errno == EAGAIN { return true }
                if errno != EINTR { throw SystemCallError("read", path) }
            }
        }
    }
}
