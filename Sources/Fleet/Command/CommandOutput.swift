import Foundation

/// A piece of a command's output, as it was written: any bytes at all.
public struct OutputChunk: Hashable, Sendable {
    /// Where the piece begins, in bytes from the start of the output.
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
                growth = try FileGrowth.watch(command.files.output)
                return
            }
            try await command.presence.waitUntilReleased(or: growth)
        }
    }
}

extension DurableCommand {
    /// At most `limit` bytes of what the command has written so far, from byte `offset` on; empty at the end.
    ///
    /// Throws ``SystemCallError`` when there is no output, as before the start.
    public func read(from offset: UInt64, limit: Int) throws -> OutputChunk {
        let file = try OwnedDescriptor(opening: files.output, O_RDONLY)
        guard offset < (try file.size(path: files.output)) else { return OutputChunk(offset: offset, bytes: []) }
        let bytes = try file.read(limit: max(limit, 0), from: offset, path: files.output)
        return OutputChunk(offset: offset, bytes: bytes)
    }

    /// What the command writes, from byte `offset` on, until it has ended.
    public func follow(from offset: UInt64 = 0) -> CommandOutput {
        CommandOutput(command: self, offset: offset)
    }

    /// At most the last `limit` bytes that the command has written so far.
    public func lastOutput(limit: Int) throws -> OutputChunk {
        let size = try OwnedDescriptor(opening: files.output, O_RDONLY).size(path: files.output)
        return try read(from: size - min(size, UInt64(max(limit, 0))), limit: limit)
    }

    fileprivate func isRunning() throws -> Bool {
        switch try state() {
        case .notStarted: throw DurableCommandError.notStarted(directory: files.directory)
        case .running: true
        case .ended: false
        }
    }
}
