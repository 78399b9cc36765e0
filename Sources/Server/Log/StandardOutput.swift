import Foundation
import Posix

/// The log of a server that somebody else keeps the output of: systemd, a container, a person.
struct StandardOutput: LogOutput {
    func open() {}

    mutating func write(_ line: [UInt8]) throws(SystemCallError) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if errno != EINTR {
                throw SystemCallError("write")
            }
        }
    }
}
