import Delivery
import Foundation
import Values

/// Which process works in a state directory, and since when.
public struct LockHolder: Equatable, Sendable, Codable, CustomStringConvertible {
    public let pid: Int32
    /// The name of its machine.
    public let host: String
    public let since: Timestamp

    public init(pid: Int32, host: String, since: Timestamp) {
        self.pid = pid
        self.host = host
        self.since = since
    }

    /// This process.
    static func current(since time: Timestamp) -> LockHolder {
        LockHolder(pid: getpid(), host: thisHost, since: time)
    }

    /// False when the process has certainly ended, so that the record is one that it left behind.
    var mayBeAlive: Bool { host != Self.thisHost || kill(pid, 0) == 0 || errno != ESRCH }

    /// `ProcessInfo` would ask the network for it.
    private static var thisHost: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    public var description: String { "process \(pid) on \(host), since \(since.iso8601)" }

    private static let sizeLimit = 4096

    /// What the file says; `nil` when it is empty or says something else.
    static func read(from descriptor: Int32) -> LockHolder? {
        var bytes = [UInt8](repeating: 0, count: sizeLimit)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return try? JSONDecoder().decode(LockHolder.self, from: Data(bytes.prefix(count)))
    }

    /// Makes it all that the file says; the system's error code otherwise.
    func write(to descriptor: Int32) -> Int32? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(self) else { return EINVAL }
        let line = Array(json) + [UInt8(ascii: "\n")]
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, line, line.count, 0) == line.count else { return errno }
        return nil
    }
}
