import Foundation
import Posix

/// The state directories that this account has worked in, each known by a random id that is in it too.
///
/// It is a private folder with a file for each id, so that processes can add to it at the same time without a lock. Who
/// copies a directory copies its id as well: an id counts only at the path or in the very folder that it was given to.
public struct KnownDirectories: Sendable {
    /// Where the list is.
    public let path: String
    /// Beyond this many, those that are gone are removed, and then the oldest.
    private static let limit = 4096
    private static let largestEntry = 8192

    /// - Parameter path: absolute.
    public init(path: String) {
        self.path = path
    }

    /// This account's own: `$XDG_STATE_HOME/slipway/known`, usually `~/.local/state/slipway/known`.
    public static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> KnownDirectories {
        // The XDG specification says that a relative path must be ignored.
        let chosen = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? homeOfAccount
        return KnownDirectories(path: "\(chosen ?? "\(home)/.local/state")/slipway/known")
    }

    private static var homeOfAccount: String {
        getpwuid(geteuid()).flatMap { $0.pointee.pw_dir.map { String(cString: $0) } } ?? "/nonexistent"
    }

    /// Whether the id was given to the directory with this path, or to this folder before it was renamed.
    ///
    /// - Throws: ``StateTrustError`` when the list is not a private one of ours.
    func knows(_ id: StateIdentity, as place: Place) throws(StateTrustError) -> Bool {
        guard try FileStatus.of(path) != nil else { return false }
        try verify()
        guard let entry = Self.read("\(path)/\(id)") else { return false }
        return entry.path == place.path || entry.inode == place.inode
    }

    /// Remembers that the id is that of a directory.
    ///
    /// - Throws: ``StateTrustError`` when that is impossible.
    func add(_ id: StateIdentity, as place: Place) throws(StateTrustError) {
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw StateTrustError(.unrecordable(detail: error.localizedDescription), path: path)
        }
        // Private from its first moment: another process may look at it in the next.
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw StateTrustError(.unrecordable(detail: SystemCallError.reason(of: errno)), path: path)
        }
        try verify()
        prune()
        try TrustFile.create("\(path)/\(id)", "\(place.inode)\n\(place.path)\n")
    }

    func remove(_ id: StateIdentity) { unlink("\(path)/\(id)") }

    /// A list that others can write would let them say what is ours.
    private func verify() throws(StateTrustError) {
        guard let status = try FileStatus.of(path), status.type == S_IFDIR else {
            throw StateTrustError(.unrecordable(detail: "it is not a directory"), path: path)
        }
        guard status.owner == geteuid() else {
            throw StateTrustError(.unrecordable(detail: "it belongs to user \(status.owner)"), path: path)
        }
        guard status.mode & 0o077 == 0 else {
            throw StateTrustError(.unrecordable(detail: "others have access to it"), path: path)
        }
    }

    /// Forgets directories that are gone; when there are too many all the same, those that were added first.
    private func prune() {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path), names.count >= Self.limit
        else { return }
        let living = names.filter { name in
            guard let id = StateIdentity(name), let place = Self.read("\(path)/\(name)") else { return false }
            return StateIdentity.read(in: place.path) == id
        }
        let byAge = living.sorted { age("\(path)/\($0)") < age("\(path)/\($1)") }
        let kept = Set(byAge.suffix(Self.limit / 2))
        for name in names where !kept.contains(name) { unlink("\(path)/\(name)") }
    }

    private func age(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.modificationSeconds) : 0
    }

    private static func read(_ path: String) -> Place? {
        let lines = TrustFile.read(path, atMost: largestEntry)?
            .split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard let lines, lines.count == 2, let inode = UInt64(lines[0]), lines[1].hasSuffix("\n") else { return nil }
        return Place(path: String(lines[1].dropLast()), inode: inode)
    }

    /// Where a state directory is.
    struct Place: Equatable {
        /// Without symbolic links.
        let path: String
        let inode: UInt64
    }
}

extension stat {
    fileprivate var modificationSeconds: Int {
        #if canImport(Darwin)
            st_mtimespec.tv_sec
        #else
            st_mtim.tv_sec
        #endif
    }
}
