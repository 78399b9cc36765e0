import Foundation
import Posix

/// Wakes a thread that waits for descriptors.
final class Bell: Sendable {
    /// It can be read from when somebody has rung.
    let descriptor: Int32
    private let cord: Int32

    /// - Throws: `SystemCallError`.
    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemCallError("pipe") }
        (descriptor, cord) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    /// A bell that is full has been rung.
    func ring() {
        var byte: UInt8 = 1
        _ = write(cord, &byte, 1)
    }

    func silence() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
    }

    deinit {
        close(descriptor)
        close(cord)
    }
}
