import FlyingSocks
import Foundation
import Posix

extension Socket {
    /// A Unix stream socket that programs started by this one don't inherit: one that outlived us would seem to be us.
    package static func unixStream() throws(SystemCallError) -> Socket {
        #if os(Linux)
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
            let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw SystemCallError("socket") }
        let made = Socket(file: FileDescriptor(rawValue: descriptor))
        made.keepPrivate()
        return made
    }

    /// Not inherited, and no signal when the other side is gone.
    package func keepPrivate() {
        _ = fcntl(file.rawValue, F_SETFD, FD_CLOEXEC)
        #if canImport(Darwin)
            try? setValue(true, for: .noSIGPIPE)
        #endif
    }

    /// Sends what the socket takes now, and gives how much that was; -1 sets `errno`.
    package func sendNow(_ bytes: UnsafeRawBufferPointer) -> Int {
        #if os(Linux)
            Foundation.send(file.rawValue, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #else
            Foundation.send(file.rawValue, bytes.baseAddress, bytes.count, 0)
        #endif
    }

    /// Lets the other side, and whoever waits here, know that it is over; the descriptor stays.
    package func end(_ direction: Direction) {
        #if os(Linux)
            _ = shutdown(file.rawValue, Int32(direction == .reading ? SHUT_RD : SHUT_RDWR))
        #else
            _ = shutdown(file.rawValue, direction == .reading ? SHUT_RD : SHUT_RDWR)
        #endif
    }

    /// Tells the other side that nothing more comes.
    package func endSending() {
        #if os(Linux)
            _ = shutdown(file.rawValue, Int32(SHUT_WR))
        #else
            _ = shutdown(file.rawValue, SHUT_WR)
        #endif
    }

    package enum Direction { case reading, both }
}
