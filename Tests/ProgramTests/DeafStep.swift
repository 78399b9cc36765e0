import Foundation
import SlipwayTesting

/// A pipeline of one step that is deaf to a polite end: cancelling it takes five seconds.
struct DeafStep: Sendable {
    private let mark: String

    init(in folder: URL) throws {
        mark = folder.appending(path: "begun").path
        let pipeline = """
            name: slow
            release: automatic
            stages: [{ name: build, steps: [{ run: "trap '' TERM; touch begun; sleep 600" }] }]

            """
        try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
    }

    /// Waits until the step runs.
    func begins() async throws {
        try await eventually("the step runs", within: .seconds(30)) { FileManager.default.fileExists(atPath: mark) }
    }
}
