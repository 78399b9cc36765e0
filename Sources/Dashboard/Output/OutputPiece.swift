/// Which piece of an output is wanted.
public enum OutputPlace: Equatable, Sendable {
    /// The last bytes.
    case end
    /// From a byte on; where that one is not kept, from the next that is.
    case from(UInt64)
    /// The last bytes before this one that are kept.
    case before(UInt64)
}

/// A piece of an output, and how things stood when it was read.
public struct OutputPiece: Equatable, Sendable {
    /// Where the piece begins, in bytes from the beginning of the output.
    public let offset: UInt64
    public let bytes: [UInt8]
    /// The byte behind the last one that was printed by then.
    public let whole: UInt64
    /// Whether more may come.
    public let isRunning: Bool

    public init(offset: UInt64, bytes: [UInt8], whole: UInt64, isRunning: Bool) {
        self.offset = offset
        self.bytes = bytes
        self.whole = whole
        self.isRunning = isRunning
    }

    /// Where the next piece begins.
    var end: UInt64 { offset + UInt64(bytes.count) }
}
