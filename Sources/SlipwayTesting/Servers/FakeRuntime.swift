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
                        try? await Self.answer(answer, endlessly: isEndless, on: connection)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    deinit { task.cancel() }

    /// Ends when whoever asked has gone. A write that doesn't have to wait never gives way by itself.
    private static func answer(_ text: String, endlessly isEndless: Bool, on connection: AsyncSocket) async throws {
        repeat {
            try await connection.write(Data(text.utf8))
            await Task.yield()
        } while isEndless && !Task.isCancelled
        _ = try await connection.read()
    }
}
