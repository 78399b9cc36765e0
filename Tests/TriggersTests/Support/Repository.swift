import Foundation
import SlipwayTesting
import Triggers

/// A real repository with a branch `main`, in a folder of its own.
struct Repository {
    let folder: TemporaryDirectory
    var path: String { "\(folder.path)/shop" }

    init() async throws {
        folder = try TemporaryDirectory()
        try await git("init", "--quiet", "--initial-branch=main", path)
    }

    struct Failure: Error {
        let description: String
    }

    func remove() { folder.remove() }

    func remote(_ branch: String?, address: String = "shop") -> GitRemote {
        GitRemote(address: address, branch: branch, folder: folder.path)
    }

    /// Writes `text` to a file and commits it.
    func commit(_ text: String) async throws -> ObjectID {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/page"))
        try await git("-C", path, "add", "page")
        try await git("-C", path, "commit", "--quiet", "--message", text)
        return try await head()
    }

    func head() async throws -> ObjectID {
        let text = try await git("-C", path, "rev-parse", "HEAD")
        guard let commit = ObjectID(text.trimmingCharacters(in: .newlines)) else {
            throw Failure(description: "no commit: \(text)")
        }
        return commit
    }

    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let identity = ["-c", "user.name=Ana", "-c", "user.email=ana@shop.example", "-c", "commit.gpgsign=false"]
        process.arguments = ["git"] + identity + arguments
        let output = Pipe()
        process.standardOutput = output
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failure(description: "git \(arguments): \(process.terminationStatus)")
        }
        return text
    }
}
