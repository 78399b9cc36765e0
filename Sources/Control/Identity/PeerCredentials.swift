import Foundation
import Posix

/// Whose process is at the other end of a Unix socket; the kernel says it, not the process.
struct PeerCredentials: Equatable, Sendable {
    let user: uid_t

    /// - Throws: ``SystemCallError`` when the descriptor is not a connected Unix socket.
    static func of(_ descriptor: Int32) throws(SystemCallError) -> PeerCredentials {
        #if os(Linux)
            // unix(7): struct ucred is the process's, the user's and the group's number, 32 bits each.
            var numbers: [UInt32] = [0, .max, .max]
            var size = socklen_t(numbers.count * MemoryLayout<UInt32>.size)
            guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &numbers, &size) == 0 else {
                throw SystemCallError("SO_PEERCRED")
            }
            return PeerCredentials(user: numbers[1])
        #else
            var user = uid_t.max
            var group = gid_t.max
            guard getpeereid(descriptor, &user, &group) == 0 else { throw SystemCallError("getpeereid") }
            return PeerCredentials(user: user)
        #endif
    }
}
