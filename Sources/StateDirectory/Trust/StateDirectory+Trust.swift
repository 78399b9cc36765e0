import Foundation
import Posix

/// Whose state directory it is. What stands in one is carried out: by whoever takes it up, with their rights.
extension StateDirectory {
    /// What is known of a directory that belongs to us and that only we can write to.
    public enum Standing: Equatable, Sendable {
        /// This account has worked in it.
        case known
        /// Nothing of Slipway's is in it.
        case fresh
        /// It has no id: a Slipway that gave none made it, or somebody else did.
        case unmarked
    }

    /// Makes sure that the directory and what is taken up from it are ours, and says what is known of it.
    ///
    /// - Throws: ``StateTrustError`` when it belongs to somebody else, others can read or write it, or it has an id that
    ///   this account doesn't know at this place: it is a copy.
    public func standing(among known: KnownDirectories) throws(StateTrustError) -> Standing {
        let place = try owned()
        if isFresh(place) { return .fresh }
        try verifyPermissions(place)
        guard let id = StateIdentity.read(in: place.path) else { return .unmarked }
        guard try known.knows(id, as: place) else { throw StateTrustError(.unknown, path: path) }
        return .known
    }

    /// Makes the directory one that this account knows, and private.
    ///
    /// Call it for one that nobody could have prepared for us, or when a person says that it is theirs.
    /// - Throws: ``StateTrustError`` when it belongs to somebody else, or that can't be remembered.
    public func trust(among known: KnownDirectories) throws(StateTrustError) {
        let place = try owned()
        if let id = StateIdentity.read(in: place.path), try known.knows(id, as: place) {
            return try makePrivate(place)
        }
        try makePrivate(place)
        // An id that came with a copy is that of another directory.
        unlink("\(place.path)/\(StateIdentity.fileName)")
        let id = StateIdentity()
        // First the list: an id that can be seen is one that is known.
        try known.add(id, as: place)
        if try !TrustFile.create("\(place.path)/\(StateIdentity.fileName)", "\(id)\n") { known.remove(id) }
    }

    /// Takes over a directory in which there was nothing of Slipway's.
    ///
    /// - Throws: ``StateTrustError`` when there is something by now, or it can't be made private and remembered.
    public func adoptFresh(among known: KnownDirectories) throws(StateTrustError) {
        let place = try owned()
        try makePrivate(place)
        // Until now others may have been able to put something there.
        guard isFresh(place) else { throw unknown }
        try trust(among: known)
    }

    /// The error that says what a person has to do about a directory without an id.
    public var unknown: StateTrustError { StateTrustError(.unknown, path: path) }

    /// The directory itself, and everything in it that is taken up: ours, and of the right kind.
    private func owned() throws(StateTrustError) -> KnownDirectories.Place {
        guard let resolved = realpath(path, nil) else {
            throw StateTrustError(.unreadable(detail: SystemCallError.reason(of: errno)), path: path)
        }
        defer { free(resolved) }
        let directory = String(cString: resolved)
        guard let status = try FileStatus.of(directory), status.type == S_IFDIR else {
            throw StateTrustError(.wrongKind, path: path)
        }
        guard status.owner == geteuid() else { throw StateTrustError(.foreign(owner: status.owner), path: path) }
        for file in Self.takenUp {
            guard let status = try FileStatus.of("\(directory)/\(file)") else { continue }
            guard status.owner == geteuid() || status.owner == 0 && Self.shared.contains(file) else {
                throw StateTrustError(.foreign(owner: status.owner), path: "\(path)/\(file)")
            }
            guard status.type == S_IFREG else { throw StateTrustError(.wrongKind, path: "\(path)/\(file)") }
        }
        return KnownDirectories.Place(path: directory, inode: status.inode)
    }

    /// Whoever may use the control socket needs to pass through the directory, and no more.
    private func verifyPermissions(_ place: KnownDirectories.Place) throws(StateTrustError) {
        if let status = try FileStatus.of(place.path), status.mode & 0o066 != 0 {
            throw StateTrustError(
                .open(mode: UInt32(status.mode), wanted: UInt32(status.mode & 0o711)), path: path)
        }
        for file in Self.takenUp {
            guard let status = try FileStatus.of("\(place.path)/\(file)"), status.mode & 0o077 != 0 else { continue }
            throw StateTrustError(.open(mode: UInt32(status.mode), wanted: 0o600), path: "\(path)/\(file)")
        }
    }

    private func makePrivate(_ place: KnownDirectories.Place) throws(StateTrustError) {
        guard let status = try FileStatus.of(place.path) else { return }
        try restrict(place.path, status.mode & 0o711)
        for file in Self.takenUp {
            guard try FileStatus.of("\(place.path)/\(file)") != nil else { continue }
            try restrict("\(place.path)/\(file)", 0o600)
        }
    }

    private func restrict(_ path: String, _ mode: mode_t) throws(StateTrustError) {
        guard chmod(path, mode) == 0 else {
            throw StateTrustError(.unrecordable(detail: SystemCallError.reason(of: errno)), path: path)
        }
    }

    private func isFresh(_ place: KnownDirectories.Place) -> Bool {
        Self.ours.allSatisfy { name in
            var status = stat()
            return lstat("\(place.path)/\(name)", &status) != 0 && errno == ENOENT
        }
    }

    /// Files that decide what is carried out.
    private static let takenUp = [
        "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.head", "executor.lock",
        StateIdentity.fileName,
    ]

    /// Where root reads the journal, SQLite makes these, and gives them to the journal's owner a moment later.
    private static let shared = ["journal.sqlite-wal", "journal.sqlite-shm"]

    /// All that Slipway has in a state directory.
    private static let ours =
        takenUp + [
            "control.sock", "runs", "environments", "artifacts", "executors", "sinks", "hosts", "host-root", "ssh",
        ]
}
