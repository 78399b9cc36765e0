import Delivery
import Foundation
import Posix
import Values

/// Where things are on a host, Capistrano-like: `releases/DIGEST/`, `current` → a release, `shared/`, `run/`.
public struct HostLayout: Hashable, Sendable {
    /// The directory (0700) that holds all of it.
    public let root: URL

    /// The layout under `root`, an absolute file URL.
    public init(root: URL) {
        self.root = root
    }

    var releases: URL { root.appending(path: "releases", directoryHint: .isDirectory) }
    private var current: URL { root.appending(path: "current", directoryHint: .notDirectory) }

    /// What outlives releases: uploads, caches, sockets.
    public var shared: URL { root.appending(path: "shared", directoryHint: .isDirectory) }

    /// The content of one artifact, unpacked.
    public func release(_ digest: Digest) -> URL {
        releases.appending(path: digest.hexadecimal, directoryHint: .isDirectory)
    }

    /// The directory of an instance; what else there is of it is beside it, under its name with a suffix.
    public func run(_ place: InstancePlace) -> URL {
        root.appending(path: "run/\(place)", directoryHint: .notDirectory)
    }

    /// Makes the directories that are missing.
    public func prepare() throws {
        for directory in [releases, shared, root.appending(path: "run")] {
            try PrivateFile.makeDirectory(directory.path)
        }
    }

    /// The release that `current` points to; `nil` when there is none.
    public func currentRelease() -> Digest? {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: current.path)
        return target.flatMap { Self.digest(ofCopy: URL(filePath: $0).lastPathComponent) }
    }

    /// Points `current` to a release, in one step: whoever looks sees the old one or the new one.
    ///
    /// Throws ``SystemCallError``, with ENOENT when the release has not been placed.
    public func activate(_ digest: Digest) throws {
        try touch(release(digest))
        let draft = root.appending(path: ".current-\(UUID().uuidString)").path
        let copy = newestCopy(of: digest) ?? release(digest)
        guard symlink("releases/\(copy.lastPathComponent)", draft) == 0 else { throw SystemCallError("symlink", draft) }
        defer { unlink(draft) }
        try PrivateFile.move(draft, to: current.path)
    }

    /// Gives an unpacked directory its name among the releases; when another was faster, that one stays.
    func adopt(_ draft: URL, as digest: Digest, copy number: Int) throws {
        // Unpacking left the archive's time on it; pruning goes by the time of use.
        try touch(draft)
        do throws(SystemCallError) {
            try PrivateFile.move(draft.path, to: copy(of: digest, number).path)
        } catch {
            guard [EEXIST, ENOTEMPTY, ENOTDIR].contains(error.number) else { throw error }
        }
    }

    func touch(_ directory: URL) throws {
        guard utimes(directory.path, nil) == 0 else { throw SystemCallError("utimes", directory.path) }
    }
}
