import Foundation
import Posix

/// Opens what lies within a directory, and never what a symbolic link leads to.
///
/// What is in a workspace comes from whoever may push: a link in it could name any file of this machine.
enum Fence {
    /// Opens the directory at `path`, relative to `root`. Throws ``FenceError`` or ``SystemCallError``.
    static func openDirectory(_ path: String, within root: URL) throws -> OwnedDescriptor {
        var directory = try OwnedDescriptor(opening: root.path, O_RDONLY | O_DIRECTORY)
        for name in try names(in: path) {
            directory = try open(name, in: directory, O_RDONLY | O_DIRECTORY, of: path)
        }
        return directory
    }

    /// At most `limit` bytes from the beginning of the regular file at `path`, relative to `root`.
    ///
    /// What would keep a reader waiting, as a FIFO does, is refused. Throws ``FenceError`` or ``SystemCallError``.
    static func read(_ path: String, within root: URL, limit: Int) throws -> [UInt8] {
        let names = try names(in: path)
        guard let last = names.last else { throw FenceError(path: path, reason: "is no file") }
        let directory = try openDirectory(names.dropLast().joined(separator: "/"), within: root)
        let file = try open(last, in: directory, O_RDONLY | O_NONBLOCK, of: path)
        var information = stat()
        guard fstat(file.number, &information) == 0 else { throw SystemCallError("fstat", path) }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw FenceError(path: path, reason: "is no regular file")
        }
        return try file.read(limit: limit, path: path)
    }

    private static func names(in path: String) throws -> [String] {
        let names = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !path.hasPrefix("/"), !names.contains("..") else {
            throw FenceError(path: path, reason: "leaves the workspace")
        }
        return names
    }

    private static func open(
        _ name: String, in directory: borrowing OwnedDescriptor, _ flags: Int32, of path: String
    ) throws -> OwnedDescriptor {
        let number = openat(directory.number, name, flags | O_NOFOLLOW | O_CLOEXEC)
        if number >= 0 { return OwnedDescriptor(adopting: number) }
        let failure = SystemCallError("open", path)
        var information = stat()
        let isThere = fstatat(directory.number, name, &information, AT_SYMLINK_NOFOLLOW) == 0
        if isThere, information.st_mode & S_IFMT == S_IFLNK {
            let what = name == path ? "is" : "lies behind \(name.debugDescription), which is"
            throw FenceError(
                path: path, reason: "\(what) a symbolic link; links are not followed here: name what it leads to")
        }
        switch failure.number {
        case ENOENT: throw FenceError(path: path, reason: "is not there: no step before made it")
        case ENOTDIR: throw FenceError(path: path, reason: "is no folder")
        default: throw failure
        }
    }
}

/// A file or folder of the workspace that is not what it has to be.
public struct FenceError: Error, Equatable, CustomStringConvertible {
    /// As the pipeline file names it.
    public let path: String
    public let reason: String

    public var description: String { "\(path.debugDescription) \(reason)" }
}

/// A file that a step left in the workspace.
public enum WorkspaceFile {
    /// At most `limit` bytes from the beginning of the regular file at `path`, relative to `workspace`.
    ///
    /// Links are not followed, and nothing is waited for. Throws ``FenceError`` or ``SystemCallError``.
    public static func beginning(of path: String, in workspace: URL, limit: Int) throws -> [UInt8] {
        try Fence.read(path, within: workspace, limit: limit)
    }
}
