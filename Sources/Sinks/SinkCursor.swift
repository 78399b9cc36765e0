import Foundation

/// How far a sink has come, in a file: `{"sequence":61}`.
struct SinkCursor: Sendable {
    let path: String

    private struct Contents: Codable {
        let sequence: Int64
    }

    /// `nil` when there is no such file: the sink is new.
    ///
    /// - Throws: ``SinkError``
    func read() async throws(SinkError) -> Int64? {
        guard let bytes = try await SinkFile.read(path, upTo: 4096) else { return nil }
        guard let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes)), contents.sequence >= 0
        else { throw .unreadableCursor(path: path) }
        return contents.sequence
    }

    /// On disk when this returns.
    ///
    /// - Throws: ``SinkError``
    func write(_ sequence: Int64) async throws(SinkError) {
        try await SinkFile.replace(path, with: Array("{\"sequence\":\(sequence)}\n".utf8))
    }
}
