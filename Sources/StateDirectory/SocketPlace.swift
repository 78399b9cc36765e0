import Foundation
import Posix
import Values

/// The directory in which the Unix sockets that belong to another directory are.
///
/// A socket's address holds no more than about a hundred bytes of path. Where a directory's path leaves room for the
/// socket's name, its sockets are in it; otherwise they are in a short private directory whose name is derived from
/// the path: `/tmp/slipway-UID/HASH`, or `~/.local/state/slipway/sockets/HASH` where somebody else has occupied that
/// name. Every process of a user finds the same place, with no help from its environment; a session's directory
/// (`$XDG_RUNTIME_DIR`) would go when the person logs out, and what is released stays.
public struct SocketPlace: Hashable, Sendable {
    /// Absolute, without symbolic links where the directory exists already.
    public let directory: String
    /// Whether it is a short directory in another's stead, which ``prepare()`` makes.
    public let isSubstitute: Bool
    /// The directory that the sockets belong to.
    private let owner: String

    /// The longest path, in bytes, that a Unix socket's address holds on every system.
    public static let longestPath = UnixSocketAddress.longestPath

    /// Where the sockets of `directory` are; it should exist, or the place is another one once it is a symbolic link.
    ///
    /// - Parameters:
    ///   - directory: An absolute path.
    ///   - longestName: How many bytes a socket's name has at most, counting what a program appends to it while it
    ///     makes the socket, as HAProxy appends `.PID.tmp`.
    public static func directory(for directory: String, longestName: Int = 32) -> SocketPlace {
        self.directory(for: directory, longestName: longestName, substitutes: substitutes)
    }

    /// - Parameter temporary: where substitutes are, unless somebody else has that name.
    package static func directory(
        for directory: String, longestName: Int, substitutes temporary: String
    ) -> SocketPlace {
        let path = canonical(directory)
        guard path.utf8.count + 1 + longestName > longestPath else {
            return SocketPlace(directory: path, isSubstitute: false, owner: path)
        }
        let hash = PathHash.hexadecimal(of: path)
        let usual = SocketPlace(directory: "\(temporary)/\(hash)", isSubstitute: true, owner: path)
        guard let home = homeSubstitutes, home.utf8.count + 18 + longestName <= longestPath else { return usual }
        let other = SocketPlace(directory: "\(home)/\(hash)", isSubstitute: true, owner: path)
        // Once chosen it stays: whoever occupied the name may have left it.
        return isOccupied(temporary) || (try? verify(other.directory)) != nil ? other : usual
    }

    /// Whether a name in `/tmp` is somebody else's.
    private static func isOccupied(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && (status.st_uid != geteuid() || status.st_mode & S_IFMT != S_IFDIR)
    }

    /// The path of the socket called `name`.
    public func socket(_ name: String) -> String { "\(directory)/\(name)" }

    /// Makes a substitute, for its owner only, and makes sure that nobody else made it. Other directories are their
    /// owner's business: nothing is done.
    ///
    /// - Throws: ``SocketPlaceError`` when it can't be made, or others can write to it.
    public func prepare() throws(SocketPlaceError) {
        guard isSubstitute else { return }
        let parent = Self.parent(of: directory)
        if access((parent as NSString).deletingLastPathComponent, F_OK) != 0 {
            try? FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        for path in [parent, directory] {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
                throw SocketPlaceError(path: path, detail: "it can't be made: \(SystemCallError.reason(of: errno))")
            }
        }
        try verify()
        // For whoever tidies up: the name alone does not tell.
        try? Data(owner.utf8).write(to: URL(filePath: directory).appending(path: Self.ownerFile), options: .atomic)
    }

    private static let ownerFile = "of"

    /// Substitutes of this account whose directory does not exist any more; nothing uses them.
    public static var stale: [String] { stale(in: standardSubstitutes) }

    /// - Parameter parents: the directories in which substitutes are.
    package static func stale(in parents: [String]) -> [String] {
        let directories = parents.flatMap { parent in
            ((try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []).map { "\(parent)/\($0)" }
        }
        return directories.filter { directory in
            guard (try? verify(directory)) != nil,
                let owner = try? String(contentsOfFile: "\(directory)/\(ownerFile)", encoding: .utf8)
            else { return false }
            return !FileManager.default.fileExists(atPath: owner)
        }.sorted()
    }

    /// Removes what nothing uses any more.
    public static func removeStale() { removeStale(in: standardSubstitutes) }

    package static func removeStale(in parents: [String]) {
        for directory in stale(in: parents) { try? FileManager.default.removeItem(atPath: directory) }
    }

    private static var standardSubstitutes: [String] { [substitutes, homeSubstitutes].compactMap { $0 } }

    /// Makes sure that a substitute is a private directory of ours: `/tmp` is everybody's.
    ///
    /// - Throws: ``SocketPlaceError`` when it isn't, or doesn't exist.
    public func verify() throws(SocketPlaceError) {
        guard isSubstitute else { return }
        for path in [Self.parent(of: directory), directory] { try Self.verify(path) }
    }

    private static func verify(_ path: String) throws(SocketPlaceError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            let isMissing = errno == ENOENT
            throw SocketPlaceError(path: path, detail: SystemCallError.reason(of: errno), isMissing: isMissing)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw SocketPlaceError(path: path, detail: "it is not a directory")
        }
        guard status.st_uid == geteuid() else {
            throw SocketPlaceError(path: path, detail: "it belongs to user \(status.st_uid)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw SocketPlaceError(path: path, detail: "other users have access to it")
        }
    }

    /// Not `TMPDIR`: two processes of a user may have different ones.
    private static var substitutes: String { "/tmp/slipway-\(geteuid())" }

    /// By the account, and not by `HOME`, for the same reason.
    private static var homeSubstitutes: String? {
        getpwuid(geteuid()).flatMap { $0.pointee.pw_dir }.map { "\(String(cString: $0))/.local/state/slipway/sockets" }
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
    }

    private static func canonical(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// Why a substitute for a directory with a long path can't be used.
public struct SocketPlaceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The directory in question.
    public let path: String
    /// What is wrong with it.
    public let detail: String
    /// Whether it simply does not exist, so that no socket can be in it.
    public let isMissing: Bool

    init(path: String, detail: String, isMissing: Bool = false) {
        self.path = path
        self.detail = detail
        self.isMissing = isMissing
    }

    public var description: String {
        "can't keep sockets in \(path) (\(detail)); remove it, or choose a directory with a shorter path with --state"
    }
}
