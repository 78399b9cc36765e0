import Foundation

/// The lines that arrive on a connection.
struct LineReader {
    private let connection: Connection
    private var buffer: LineBuffer

    init(_ connection: Connection, limit: Int) {
        self.connection = connection
        buffer = LineBuffer(limit: limit)
    }

    /// The next line that isn't blank; `nil` at the end. Half a line at the end is none.
    ///
    /// - Throws: ``LineTooLong``, `CancellationError`, or an error of the system.
    mutating func next(isolation: isolated (any Actor)? = #isolation) async throws -> Data? {
        while true {
            while let line = try buffer.next() {
                if line.contains(where: { !$0.isSpace }) { return line }
            }
            let bytes = try await connection.read()
            guard !bytes.isEmpty else { return nil }
            buffer.append(bytes)
        }
    }
}
