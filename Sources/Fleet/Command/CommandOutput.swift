import Foundation
import Posix

/// A piece of a command's output, as it was written: any bytes at all.
public struct OutputChunk: Hashable, Sendable {
    /// Where the piece begins, in bytes from the start of the output; later than asked for where something is left out.
    public let offset: UInt64
    public let bytes: [UInt8]

    /// Where the next piece begins: what to remember in order to read on after a restart.
    public var end: UInt64 { offset + UInt64(bytes.count) }
}

/// A command's output from some byte on, as it grows, until the command has ended.
///
/// At most 64 KiB are read ahead of the consumer. Throws ``DurableCommandError``, ``SystemCallError`` or
/// `CancellationError`.
public struct CommandOutput: AsyncSequence, Sendable {
    public typealias Element = OutputChunk
    public typealias Failure = any Error

    let command: DurableCommand
    let offset: UInt64

    public func makeAsyncIterator() -> Iterator {
        Iterator(command: command, offset: offset)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let command: DurableCommand
        var offset: UInt64
        private var growth: FileGrowth?

        init(command: DurableCommand, offset: UInt64) {
            self.command = command
            self.offset = offset
        }

        public mutating func next() async throws -> OutputChunk? {
            while true {
                try Task.checkCancellation()
                growth?.rearm()
                // Asked before reading: what is written after a look at the file must not be missed.
                let isRunning = try command.isRunning()
                let chunk = try command.read(from: offset, limit: 64 << 10)
                offset = chunk.end
                if !chunk.bytes.isEmpty { return chunk }
                guard isRunning else { return nil }
                try await awaitChange()
            }
        }

        /// The first call only sets the watch up: what was written before it would wake nobody.
        private mutating func awaitChange() async throws {
            guard let growth else {
                growth = try FileGrowth.watch(command.files)
                return
            }
            try await command.presence.waitUntilReleased(or: growth)
            // The next write may go to another file.
            self.growth = nil
        }
    }
}

extension DurableCommand {
    /// The file that the command's output is in, or begins in.
    public var outputFile: String { files.output }

    /// At most `limit` bytes of what the command has written so far, from byte `offset` on; empty at the end.
    ///
    /// Of a long output only the beginning and the end are kept: what follows on a byte that is not begins later than
    /// `offset`. Throws ``SystemCallError`` when there is no output, as before the start.
    public func read(from offset: UInt64, limit: Int) throws -> OutputChunk {
        while true {
            guard let piece = try KeptOutput(of: files).piece(at: offset), limit > 0 else {
                return OutputChunk(offset: offset, bytes: [])
            }
            do throws(SystemCallError) {
                let start = max(offset, piece.start)
                let file = try OwnedDescriptor(opening: piece.path, KeptOutput.flags)
                let bytes = try file.read(
                    limit: min(limit, Int(clamping: piece.end - start)), from: start - piece.start, path: piece.path)
                return OutputChunk(offset: start, bytes: bytes)
            } catch {
                // It gave way to a newer one since; with the beginning the whole output has gone.
                guard error.number == ENOENT, piece.start > 0 else { throw error }
            }
        }
    }

    /// How many bytes of the output's middle were left out, so that it takes no more room than it may.
    public func leftOutOutput() throws -> UInt64 {
        try KeptOutput(of: files).leftOut
    }

    /// What the command writes, from byte `offset` on, until it has ended.
    public func follow(from offset: UInt64 = 0) -> CommandOutput {
        CommandOutput(command: self, offset: offset)
    }

    fileprivate func isRunning() throws -> Bool {
        switch try state() {
        case .notStarted: throw DurableCommandError.notStarted(directory: files.directory)
        case .running: true
        case .ended: false
        }
    }
}
