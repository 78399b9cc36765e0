import Foundation
import Journal
import StateDirectory

/// A directory for one part, with a state directory and a workspace in it; removed at the end.
struct Workshop {
    let root: URL

    var state: StateDirectory { StateDirectory(path: path("state")) }
    var workspace: URL { root.appending(path: "workspace") }

    /// - Parameter parent: on the disk that is to be measured.
    static func run<Value>(in parent: String, _ body: (Workshop) async throws -> Value) async throws -> Value {
        // Sockets have short paths, so this one has to be short too.
        let name = "slipway-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
        let workshop = try Workshop(root: URL(filePath: parent).appending(path: name))
        defer { try? FileManager.default.removeItem(at: workshop.root) }
        return try await body(workshop)
    }

    private init(root: URL) throws {
        self.root = root
        try FileManager.default.createDirectory(
            at: root.appending(path: "workspace"), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    /// A smaller workshop within.
    func room(_ name: String) throws -> Workshop {
        try Workshop(root: root.appending(path: name))
    }

    func path(_ name: String) -> String { root.appending(path: name).path }

    /// Writes a file of the workspace.
    func write(_ text: String, to name: String) throws {
        let file = workspace.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// When a file of the workspace was last written; `nil` when there is none.
    func time(of name: String) -> Date? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: workspace.appending(path: name).path)
        return attributes?[.modificationDate] as? Date
    }
}
