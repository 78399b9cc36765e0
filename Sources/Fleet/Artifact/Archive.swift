import Delivery
import Foundation
import Posix
import Values

/// A tar archive, made and read by the system's own `tar`; how exactly, the platform files tell.
struct Archive: Sendable {
    let path: String
    /// Keeps the file open that `path` leads to, whatever becomes of its name.
    private let file: HeldFile?

    /// The archive of this name, each time that it is looked at.
    init(path: String) {
        self.path = path
        file = nil
    }

    /// The archive that has this name now: what is checked, listed and unpacked is one and the same file.
    ///
    /// Throws ``SystemCallError``.
    init(holding name: String) throws {
        let file = try HeldFile(name)
        self.file = file
        path = file.path
    }

    /// Archives what is in `directory`; the same content gives the same bytes. Throws ``SystemToolError``.
    static func make(of directory: URL, at path: String) async throws -> Archive {
        _ = try await SystemTool.run("tar", creating + ["-C", directory.path, "-cf", path, "."])
        return Archive(path: path)
    }

    /// The SHA-256 of the whole file. Throws ``SystemToolError`` or ``ArtifactError/unreadable(tool:line:)``.
    func digest() async throws -> Digest {
        let (tool, options) = Self.hashing
        let answer = try await SystemTool.run(tool, options + [path])
        // A backslash in front says that the name after the digest is escaped.
        guard let digest = Digest(String(answer.drop { $0 == "\\" }.prefix(64))) else {
            throw ArtifactError.unreadable(tool: tool, line: answer)
        }
        return digest
    }

    /// What is in the archive. Throws ``SystemToolError``, or ``ArtifactError`` for what is no archive.
    func members() async throws -> [ArchiveMember] {
        try checkFormat()
        let listing = try await SystemTool.run("tar", Self.listing + ["-tvf", path], limit: 64 << 20)
        return try listing.split(separator: "\n").map { line in
            guard let member = Self.member(line) else {
                throw ArtifactError.unreadable(tool: "tar", line: String(line))
            }
            return member
        }
    }

    /// Unpacks the archive into `directory`, which exists. Look at ``members()`` first. Throws ``SystemToolError``.
    func extract(into directory: URL) async throws {
        _ = try await SystemTool.run("tar", Self.extracting + ["-C", directory.path, "-xf", path])
    }

    /// A file that stays open, under a name by which other programs of this user can open the very same.
    private final class HeldFile: Sendable {
        let path: String
        private let descriptor: Int32

        init(_ name: String) throws {
            descriptor = try OwnedDescriptor(opening: name, O_RDONLY | O_NOFOLLOW).release()
            #if os(Linux)
                path = "/proc/\(getpid())/fd/\(descriptor)"
            #else
                path = name
            #endif
        }

        deinit { close(descriptor) }
    }

    /// `tar` unpacks compressed archives unasked, however large they become: only plain ones have this mark.
    private func checkFormat() throws {
        let header = try OwnedDescriptor(opening: path, O_RDONLY).read(limit: 512, path: path)
        guard header.count == 512, header[257..<262].elementsEqual("ustar".utf8) else {
            throw ArtifactError.notAnArchive(path)
        }
    }
}
