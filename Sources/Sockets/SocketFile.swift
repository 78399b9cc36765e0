import FlyingSocks
import Foundation
import Posix

/// The name among the files of a Unix socket that listens.
package struct SocketFile: Sendable {
    package let path: String
    private let identity: FileIdentity?

    /// Gives a socket its name, once it takes connections: nobody finds one there that does not answer. One that a
    /// crashed process left there is replaced.
    ///
    /// - Throws: ``SocketFileError``; `SystemCallError`.
    package static func publish(_ temporary: String, as path: String) throws -> SocketFile {
        if let found = FileIdentity(path) {
            guard found.isSocket else { throw SocketFileError.notSocket(path: path) }
            guard !isAlive(path) else { throw SocketFileError.inUse(path: path) }
        }
        guard rename(temporary, path) == 0 else { throw SystemCallError("rename") }
        return SocketFile(path: path, identity: FileIdentity(path))
    }

    /// Unless another one has taken its place.
    package func remove() {
        if let identity, identity == FileIdentity(path) { unlink(path) }
    }

    private static func isAlive(_ path: String) -> Bool {
        guard let probe = try? Socket.unixStream() else { return true }
        defer { try? probe.close() }
        do {
            try probe.setFlags(.nonBlocking)
            try probe.connect(to: .unix(path: path))
            return true
        } catch {
            return error.systemCode != ECONNREFUSED && error.systemCode != ENOENT
        }
    }
}

extension SocketFile {
    /// A private directory in which a library can make a socket, for it asks nobody for the permissions.
    package struct Birthplace: Sendable {
        /// Where to listen.
        package let socket: String
        private let path: String
        private let directory: String

        /// - Parameter path: what the socket will be called; beside it the directory is made.
        /// - Throws: `SystemCallError`.
        package init(of path: String) throws {
            var template = Array("\(path).XXXXXX".utf8CString)
            guard template.count + "/s".utf8.count <= UnixSocketAddress.longestPath + 1 else {
                throw SystemCallError("bind", number: ENAMETOOLONG)
            }
            guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
            self.path = path
            directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            socket = "\(directory)/s"
        }

        /// Gives the socket, which listens, its permissions and then its name.
        ///
        /// - Throws: ``SocketFileError`` or `SystemCallError`.
        package func publish(permissions: mode_t) throws -> SocketFile {
            guard chmod(socket, permissions) == 0 else { throw SystemCallError("chmod") }
            return try SocketFile.publish(socket, as: path)
        }

        /// Removes the directory, and a socket that got no name.
        package func remove() {
            unlink(socket)
            rmdir(directory)
        }
    }
}
