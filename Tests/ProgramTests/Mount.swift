import Foundation
import SlipwayTesting
import Subprocess
import Testing

/// A file system of a test's own, which can be filled up, or made one that takes nothing more.
struct Mount: Sendable {
    let folder: URL

    /// Whether this account may mount.
    static let isPossible: Bool = {
        let folder = "/tmp/slipway-\(UUID().uuidString.prefix(8))"
        mkdir(folder, 0o700)
        defer { rmdir(folder) }
        guard mount("tmpfs", folder, "tmpfs", 0, "size=64k") == 0 else {
            print("skipped: this account may not mount a file system, which a full disk is tried with")
            return false
        }
        return umount(folder) == 0
    }()

    /// - Parameter size: as tmpfs reads it.
    static func with(size: String, _ work: (Mount) async throws -> Void) async throws {
        try await withFolder { folder in
            let place = folder.appending(path: "disk", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
            try #require(mount("tmpfs", place.path, "tmpfs", 0, "size=\(size)") == 0)
            let mount = Mount(folder: place)
            defer { umount2(place.path, Int32(MNT_DETACH)) }
            try await work(mount)
        }
    }

    /// Lets nobody make, change or remove anything by way of a directory, as a file system does that had an error.
    ///
    /// What is open stays as it was. The work has to end whoever has something open below.
    static func withReadOnly(_ directory: String, _ work: () async throws -> Void) async throws {
        try makeReadOnly(directory)
        defer { umount2(directory, Int32(MNT_DETACH)) }
        try await work()
    }

    private static func makeReadOnly(_ directory: String) throws {
        let bind = UInt(4096), remount = UInt(32), readOnly = UInt(1)
        try #require(
            mount(directory, directory, nil, bind, nil) == 0, "\(directory): \(String(cString: strerror(errno)))")
        try #require(mount(nil, directory, nil, bind | remount | readOnly, nil) == 0)
    }

    /// What takes all the room, whoever writes it.
    var filler: String { folder.appending(path: "filler").path }

    /// Leaves no room for anything.
    func fill() throws {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(descriptor) }
        try #require(descriptor >= 0)
        for size in [65_536, 4096, 512, 1] {
            let block = [UInt8](repeating: 0, count: size)
            while write(descriptor, block, size) == size {}
        }
    }

    /// Makes room again.
    func relieve() { unlink(filler) }
}
