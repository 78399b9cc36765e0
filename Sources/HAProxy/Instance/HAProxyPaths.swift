import Posix

/// Where the files and sockets of one environment's HAProxy are.
public struct HAProxyPaths: Hashable, Sendable {
    /// Holds configuration, map and process id; private to the user.
    public let directory: String
    /// Holds the sockets. Separate because the path of a Unix socket is short (104 bytes on macOS, 108 on Linux).
    public let socketDirectory: String

    public var configuration: String { "\(directory)/haproxy.cfg" }
    public var map: String { "\(directory)/\(Self.mapName)" }
    public var processIdentifier: String { "\(directory)/haproxy.pid" }
    public var runtimeSocket: String { "\(socketDirectory)/runtime.sock" }
    /// Where requests are logged to; the receiver binds it.
    public var logSocket: String { "\(socketDirectory)/requests.sock" }

    /// The map as HAProxy knows it: relative, so that no directory's name has to be quoted in a rule or a command.
    static let mapName = "split.map"
    /// Checked here, before it takes the place of the one in use.
    var checkedConfiguration: String { "\(configuration).new" }

    /// - Throws: `HAProxyError.unsuitablePath` when a path is relative or has characters that can't be quoted in
    ///   HAProxy's configuration, `HAProxyError.socketPathTooLong`.
    public init(directory: String, socketDirectory: String? = nil) throws(HAProxyError) {
        self.directory = try Self.checked(directory)
        self.socketDirectory = try Self.checked(socketDirectory ?? directory)
        for socket in [runtimeSocket, logSocket] where socket.utf8.count > Self.longestSocketPath {
            throw .socketPathTooLong(path: socket, limit: Self.longestSocketPath)
        }
    }

    /// HAProxy binds a socket under a temporary name, `PATH.PID.tmp`, which has to fit as well.
    static let longestSocketPath = UnixSocketAddress.capacity - 1 - ".4194304.tmp".utf8.count

    private static func checked(_ path: String) throws(HAProxyError) -> String {
        guard path.hasPrefix("/") else { throw .unsuitablePath(path, problem: "it is not absolute") }
        if let character = path.unicodeScalars.first(where: { $0.value < 32 || "'\"\\$,".unicodeScalars.contains($0) })
        {
            throw .unsuitablePath(path, problem: "it contains \(String(character).debugDescription)")
        }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
