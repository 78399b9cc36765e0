import Foundation
import Journal
import SlipwayTesting

@testable import Control

/// Something that listens where an executor should, and answers every line with the same text, or not at all.
final class ScriptedServer: Sendable {
    private let serving: Task<Void, Never>

    private init(_ listener: Listener, answer: String?) {
        serving = Task {
            var held: [Connection] = []
            while let connection = try? await listener.accept() {
                held.append(connection)
                var lines = LineReader(connection, limit: 1 << 20)
                guard let answer, (try? await lines.next()) != nil else { continue }
                try? await connection.write(Data((answer + "\n").utf8))
                connection.hangUp()
            }
            listener.close()
        }
    }

    static func listen(in state: TemporaryState, answer: String?) async throws -> ScriptedServer {
        let listener = try await Listener.open(at: state.directory.controlSocketPath, permissions: 0o600)
        return ScriptedServer(listener, answer: answer)
    }

    deinit { serving.cancel() }
}
