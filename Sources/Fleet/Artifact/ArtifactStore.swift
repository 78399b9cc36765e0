import Delivery
import Foundation
import Posix
import Values

/// The archives of what was built, each under its digest: `DIRECTORY/DIGEST.tar` (0600), never changed once there.
public struct ArtifactStore: Sendable {
    /// The store's directory (0700), made when the first artifact is added.
    public let directory: URL

    /// The store in `directory`, an absolute file URL.
    public init(directory: URL) {
        self.directory = directory
    }

    /// Archives what is in a folder of a workspace and keeps it. The same content gives the same digest, whenever and
    /// wherever built.
    ///
    /// Throws ``FenceError`` for a folder that is not there or lies behind a link, ``SystemToolError`` when it cannot be
    /// read or changes meanwhile, and ``ArtifactError/unsafe(member:reason:)`` for links that lead out of it, and for
    /// what Git keeps.
    public func add(_ path: String = ".", of workspace: URL) async throws -> StoredArtifact {
        let source = try Fence.openDirectory(path, within: workspace)
        // Held open by number: whatever takes the folder's name meanwhile is not what is archived.
        #if os(Linux)
            let place = URL(filePath: "/proc/\(getpid())/fd/\(source.number)", directoryHint: .isDirectory)
        #else
            let place = workspace.appending(path: path, directoryHint: .isDirectory)
        #endif
        let stored = try await add(contentsOf: place)
        _ = consume source
        return stored
    }

    private func add(contentsOf source: URL) async throws -> StoredArtifact {
        try PrivateFile.makeDirectory(directory.path)
        let draft = directory.appending(path: ".draft-\(UUID().uuidString)").path
        defer { unlink(draft) }
        try PrivateFile.touch(draft)
        let archive = try await Archive.make(of: source, at: draft)
        let members = try await archive.members()
        try ArchiveInspection(members).check()
        try ArchiveInspection(members).checkForHistory()
        let digest = try await archive.digest()
        let size = try OwnedDescriptor(opening: draft, O_RDONLY).size(path: draft)
        try PrivateFile.move(draft, to: path(of: digest))
        return StoredArtifact(digest: digest, size: ByteCount(bytes: Int64(clamping: size)))
    }

    /// Makes the artifact a release under `layout`.
    ///
    /// A directory that has the release's name is not believed: it is compared with what is in the archive, whose digest
    /// is what was approved. One that differs in anything stays as it is, and a fresh copy is made beside it. The release
    /// appears whole or not at all. Throws ``ArtifactError`` or ``SystemToolError``.
    public func place(_ digest: Digest, into layout: HostLayout) async throws -> PlacedRelease {
        try layout.prepare()
        let draft = layout.releases.appending(path: ".draft-\(UUID().uuidString)", directoryHint: .isDirectory)
        defer { try? FileManager.default.removeItem(at: draft) }
        try await unpack(digest, into: draft)
        let fingerprint = try await ReleaseFingerprint.of(draft)
        var isRenewed = false
        while true {
            let newest = layout.copies(of: digest).last ?? 0
            let copy = layout.copy(of: digest, newest)
            if newest > 0, try await ReleaseFingerprint.ofCopy(copy) == fingerprint {
                // Used again: pruning must not take it for an old one.
                try layout.touch(layout.release(digest))
                return PlacedRelease(directory: copy, isRenewed: isRenewed)
            }
            isRenewed = newest > 0
            // Another may be faster: then its copy is looked at.
            try layout.adopt(draft, as: digest, copy: newest + 1)
        }
    }

    /// What a release must be, made from the archive alone. Throws what ``place(_:into:)`` throws.
    func fingerprint(of digest: Digest) async throws -> String {
        let draft = directory.appending(path: ".draft-\(UUID().uuidString)", directoryHint: .isDirectory)
        defer { try? FileManager.default.removeItem(at: draft) }
        try await unpack(digest, into: draft)
        return try await ReleaseFingerprint.of(draft)
    }

    private func unpack(_ digest: Digest, into draft: URL) async throws {
        let archive = try await inspected(digest)
        try PrivateFile.makeDirectory(draft.path)
        try await archive.extract(into: draft)
    }

    /// The artifact's archive: it is what its name says, and stays within the directory that it is unpacked into.
    ///
    /// Throws ``ArtifactError`` or ``SystemToolError``.
    func inspected(_ digest: Digest) async throws -> Archive {
        let archive = try await verified(digest)
        try ArchiveInspection(await archive.members()).check()
        return archive
    }

    /// Makes sure that an artifact is there and is what its digest says. Throws ``ArtifactError``.
    public func verify(_ digest: Digest) async throws { _ = try await verified(digest) }

    /// The artifacts that are there, whatever is in them.
    public var digests: Set<Digest> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return Set(names.filter { $0.hasSuffix(".tar") }.compactMap { Digest(String($0.dropLast(4))) })
    }

    /// Removes what nobody keeps, and that is older than `age`.
    ///
    /// - Returns: what was removed.
    public func prune(keeping kept: Set<Digest>, olderThan age: Duration) -> Set<Digest> {
        let limit = Date(timeIntervalSinceNow: -Double(age.components.seconds))
        return digests.subtracting(kept).filter { digest in
            let made = try? FileManager.default.attributesOfItem(atPath: path(of: digest))[.modificationDate] as? Date
            return (made ?? .now) < limit && unlink(path(of: digest)) == 0
        }
    }

    private func verified(_ digest: Digest) async throws -> Archive {
        let path = path(of: digest)
        guard PrivateFile.exists(path) else { throw ArtifactError.missing(digest, store: directory.path) }
        let archive = try Archive(holding: path)
        let actual = try await archive.digest()
        guard actual == digest else { throw ArtifactError.tampered(expected: digest, actual: actual) }
        return archive
    }

    private func path(of digest: Digest) -> String {
        directory.appending(path: "\(digest).tar").path
    }
}

/// What a build produced, as the store keeps it.
public struct StoredArtifact: Hashable, Sendable, Codable {
    public let digest: Digest
    /// The size of the archive.
    public let size: ByteCount
}
