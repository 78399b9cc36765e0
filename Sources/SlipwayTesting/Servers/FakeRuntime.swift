import FlyingFox
import FlyingSocks
import Foundation

/// A Unix socket that takes commands like HAProxy's and answers what a test wants.
public final class FakeRuntime: Sendable {
    private let task: Task<Void, any Error>

    /// - Parameters:
    ///   - answer: sent to everyone who connects.
    ///   - isEndless: whether the answer is sent again and again; otherwise nothing follows, not even the end.
    public init(path: String, answer: String, isEndless: Bool) async throws {
        let directory = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let pool = HTTPServer.defaultPool()
        try await pool.prepare()
        let socket = try Socket(domain: AF_UNIX, type: .stream)
        try socket.bind(to: .unix(path: path))
        try socket.listen()
        let listener = try AsyncSocket(socket: socket, pool: pool)
        task = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                group.addTask {
                    for try await connection in listener.sockets {
                        repeat { try? await connection.write(Data(answer.utf8)) } while isEndless && !Task.isCancelled
                        _ = try? await connection.read()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    deinit { task.cancel() }
}
