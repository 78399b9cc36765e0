import Foundation

/// Where a demo keeps its state, and what of it stays when the demo is over.
struct DemoState {
    let directory: URL
    private let isTemporary: Bool
    /// How the names of directories begin that demos make for themselves.
    static let prefix = "slipway-demo-"

    /// One that a demo made or was given before.
    init(existing directory: URL) {
        self.directory = directory
        isTemporary = directory.lastPathComponent.hasPrefix(Self.prefix)
    }

    /// - Parameter path: given by the person, or `nil` for a new private directory with a path short enough for sockets.
    /// - Throws: `CommandFailure` for a directory that holds anything but a demo: what is in service there would be
    ///   replaced by the shop, and taken down with it.
    init(path: String?) throws {
        isTemporary = path == nil
        if let path {
            directory = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
            let isEmpty = (try? FileManager.default.contentsOfDirectory(atPath: directory.path))?.isEmpty ?? true
            guard isEmpty || Self.isDemo(directory) else {
                throw CommandFailure(
                    .usage, "\(directory.path) is no demo's: it holds something else; name a new or an empty directory")
            }
            return
        }
        let name = "\(Self.prefix)\(UUID().uuidString.prefix(8).lowercased())"
        directory = FileManager.default.temporaryDirectory.appending(path: name, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(.errored, "no temporary directory can be made: \(error.localizedDescription)")
        }
    }

    /// Whether a demo made the directory, or began in it when it was empty.
    static func isDemo(_ directory: URL) -> Bool {
        directory.lastPathComponent.hasPrefix(prefix)
            || FileManager.default.fileExists(atPath: directory.appending(path: mark).path)
    }

    private static let mark = "demo"

    /// Lets the directory be known as a demo's.
    func leaveMark() throws {
        do { try Data().write(to: directory.appending(path: Self.mark)) } catch {
            throw CommandFailure(.errored, "\(directory.path) can't be written to: \(error.localizedDescription)")
        }
    }

    /// Removes what is large and can be made again; the journal and the outputs stay to be looked at.
    func tidy() {
        guard isTemporary else { return }
        for name in ["artifacts", "environments", "source"] {
            try? FileManager.default.removeItem(at: directory.appending(path: name))
        }
    }
}
