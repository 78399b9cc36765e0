import Foundation

/// What a program is to read on its standard input, ready before the program is started.
///
/// swift-subprocess (1.0.2) ends this process when a program goes away before it has read what is written to it
/// meanwhile; of this nothing is left to be written.
public final class FilledPipe: Sendable {
    /// The end to read from.
    public let descriptor: Int32

    /// What every pipe holds without anybody reading (pipe(7)).
    private static let capacity = 16 << 10

    /// - Throws: `POSIXError` when the system gives no pipe, or the text doesn't fit into one.
    public init(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.capacity else { throw POSIXError(.E2BIG) }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        descriptor = ends[0]
        let written = write(ends[1], bytes, bytes.count)
        close(ends[1])
        guard written == bytes.count else { throw POSIXError(.EIO) }
    }

    deinit { close(descriptor) }
}
