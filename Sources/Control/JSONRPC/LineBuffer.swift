import Foundation

/// Cuts a stream of bytes into lines of a limited length.
struct LineBuffer: Sendable {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// Where the next line begins.
    private var start = 0
    /// Up to here there is no end of a line.
    private var searched = 0

    /// - Parameter limit: How many bytes a line has at most, without its end.
    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ more: [UInt8]) {
        if start > 0 {
            bytes.removeFirst(start)
            searched -= start
            start = 0
        }
        bytes += more
    }

    /// The next whole line, without its end; `nil` when more bytes are needed.
    ///
    /// - Throws: ``LineTooLong``; nothing after it can be told apart any more.
    mutating func next() throws(LineTooLong) -> Data? {
        guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = bytes.count
            guard searched - start <= limit else { throw LineTooLong(limit: limit) }
            return nil
        }
        guard end - start <= limit else { throw LineTooLong(limit: limit) }
        defer { (start, searched) = (end + 1, end + 1) }
        return Data(bytes[start..<end])
    }
}

/// A line that is longer than the protocol allows.
struct LineTooLong: Error, CustomStringConvertible {
    let limit: Int

    var description: String { "a line is longer than \(limit) bytes" }
}
