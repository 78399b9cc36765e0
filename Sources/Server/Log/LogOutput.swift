import Posix

/// Where the lines of a log end up. Its methods may block.
protocol LogOutput: Sendable {
    /// Makes sure that lines can be written, as far as that can be told beforehand.
    ///
    /// - Throws: `SystemCallError`.
    mutating func open() throws(SystemCallError)

    /// Writes all of `line`, or nothing that anybody would take for a line.
    ///
    /// - Throws: `SystemCallError`; a later line may well be possible.
    mutating func write(_ line: [UInt8]) throws(SystemCallError)
}
