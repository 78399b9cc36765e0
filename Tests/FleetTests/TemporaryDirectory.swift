import Foundation
import Values

/// A fresh directory for one test, removed with everything in it afterwards.
final class TemporaryDirectory: Sendable {
    let url: URL

    init() throws {
        let path = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        url = URL(filePath: "\(path)/fleet-\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    subscript(_ name: String) -> URL { url.appending(path: name) }

    @discardableResult
    func write(_ text: String, to name: String) throws -> URL {
        let file = self[name]
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file
    }
}

/// The condition did not come true in time.
struct DeadlinePassed: Error {}

/// Looks again and again until `condition` holds: for what happens in processes that are not children of the test.
func eventually(within limit: Duration = .seconds(20), _ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw DeadlinePassed() }
        try await Task.sleep(for: .milliseconds(5))
    }
}
