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
    init(path: String?) throws {
        isTemporary = path == nil
        if let path {
            directory = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
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

    /// Removes what is large and can be made again; the journal and the outputs stay to be looked at.
    func tidy() {
        guard isTemporary else { return }
        for name in ["artifacts", "environments", "source"] {
            try? FileManager.default.removeItem(at: directory.appending(path: name))
        }
    }
}
