import Foundation
import PipelineFile
import Server
import SlipwayTesting
import StrictYAML

/// A folder with a server's configuration and what it names.
struct ConfigurationFolder {
    private let folder: TemporaryDirectory

    /// It has the secrets `token` and `key`, of 32 letters.
    init() throws {
        folder = try TemporaryDirectory()
        try secret("token", String(repeating: "t", count: 32) + "\n")
        try secret("key", String(repeating: "k", count: 32))
    }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    func remove() { folder.remove() }

    /// Writes a file; only its owner may read it, unless `permissions` say otherwise.
    func secret(_ name: String, _ text: String, permissions: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path(name))
    }

    func load(_ text: String, environment: [String: String] = [:]) throws -> ServerConfiguration {
        try Data(text.utf8).write(to: URL(filePath: path("server.yml")))
        return try ServerConfiguration.load(path("server.yml"), environment: environment)
    }

    /// What is wrong with it, each as `LINE:COLUMN: …`.
    func problems(_ text: String, environment: [String: String] = [:]) throws -> [String] {
        do {
            _ = try load(text, environment: environment)
            return []
        } catch let error as YAMLFileError {
            switch error {
            case .unreadable(_, let reason): return [reason]
            case .malformed(let problem): return [short(problem)]
            case .problems(let problems): return problems.map(short)
            }
        }
    }

    private func short(_ problem: FileProblem) -> String {
        problem.summary.replacingOccurrences(of: "\(path("server.yml")):", with: "")
            .replacingOccurrences(of: folder.path, with: "FOLDER")
    }
}
