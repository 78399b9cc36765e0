import Foundation
import Posix

/// Which piece of a command's output is wanted.
public enum OutputPart: Hashable, Sendable {
    /// The last bytes.
    case end
    /// From a byte on; where that one is not kept, from the next that is.
    case from(UInt64)
    /// The last bytes before this one that are kept.
    case before(UInt64)
}

/// A piece of a command's output, and how things stood when it was read.
public struct OutputExcerpt: Hashable, Sendable {
    public let chunk: OutputChunk
    /// The byte behind the last one that was written by then, whether it is kept or not.
    public let end: UInt64
    /// Whether more may come.
    public let isRunning: Bool
}

extension DurableCommand {
    /// At most `limit` bytes of what the command has written so far, without waiting for more; `nil` when it was not
    /// started, or its files are gone. A piece has no gap in it, and may be shorter than there is.
    ///
    /// Throws ``DurableCommandError/damaged(file:content:)`` or ``SystemCallError``.
    public func excerpt(_ part: OutputPart, limit: Int) throws -> OutputExcerpt? {
        guard PrivateFile.exists(files.output) else { return nil }
        // Asked before reading: of what has ended nothing may be missed.
        let isRunning = try state() == .running
        let kept = try KeptOutput(of: files)
        let chunk =
            switch part {
            case .end: try last(limit, of: kept, before: .max)
            case .from(let offset): try read(from: offset, limit: limit)
            case .before(let offset): try last(limit, of: kept, before: offset)
            }
        return OutputExcerpt(
            chunk: chunk, end: chunk.bytes.isEmpty ? kept.end : max(kept.end, chunk.end), isRunning: isRunning)
    }

    /// At most the last `limit` bytes that the command has written so far; of what was kept, where room was lacking.
    public func lastOutput(limit: Int) throws -> OutputChunk {
        try last(limit, of: try KeptOutput(of: files), before: .max)
    }

    private func last(_ limit: Int, of kept: KeptOutput, before bound: UInt64) throws -> OutputChunk {
        let end = kept.end(before: bound)
        let start = max(end - min(end, UInt64(max(limit, 0))), kept.unbrokenStart(endingAt: end))
        var chunk = OutputChunk(offset: start, bytes: [])
        while chunk.end < end {
            let more = try read(from: chunk.end, limit: Int(end - chunk.end))
            guard !more.bytes.isEmpty, more.offset == chunk.end || chunk.bytes.isEmpty else { break }
            chunk = OutputChunk(offset: more.offset - UInt64(chunk.bytes.count), bytes: chunk.bytes + more.bytes)
        }
        return chunk
    }
}
