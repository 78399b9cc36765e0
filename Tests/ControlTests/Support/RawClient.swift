import Foundation

@testable import Control

/// Writes any bytes to a socket, and reads lines as they come.
actor RawClient {
    private nonisolated let connection: Connection
    private var lines: LineReader?

    private init(_ connection: Connection) {
        self.connection = connection
        lines = LineReader(connection, limit: 64 << 20)
    }

    static func connect(to path: String) async throws -> RawClient {
        RawClient(try await Connection.open(to: path))
    }

    nonisolated func send(_ text: String) async throws { try await send(bytes: Array(text.utf8)) }

    nonisolated func send(bytes: [UInt8]) async throws { try await connection.write(Data(bytes)) }

    /// Goes away at once, whatever there is still to read.
    nonisolated func vanish() { connection.hangUp() }

    /// The next line; `nil` at the end.
    func line() async throws -> String? {
        guard var reader = lines.take() else { return nil }
        defer { lines = reader }
        return try await reader.next().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The answer to one line.
    func ask(_ line: String) async throws -> String? {
        try await send(line + "\n")
        return try await self.line()
    }

    /// Everything up to the end.
    func rest() async throws -> [String] {
        var found: [String] = []
        while let line = try await line() { found.append(line) }
        return found
    }
}

/// A request with parameters that are written as they stand.
func request(_ method: String, _ parameters: String = "{}", id: Int = 1) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(parameters)}"#
}

/// What stands in a line after a name.
func number(_ name: String, in line: String?) -> Int? {
    guard let line, let range = line.range(of: "\"\(name)\":") else { return nil }
    return Int(line[range.upperBound...].prefix { $0 == "-" || $0.isNumber })
}
