/// A command's output over SSH from some byte on, as it grows, until the command has ended.
///
/// Each piece, of at most 64 KiB, is asked for when it is wanted. After a lost connection reading goes on from the byte
/// where it stopped. Throws ``DurableCommandError``, ``SSHError`` or `CancellationError`.
struct SSHOutput: AsyncSequence, Sendable {
    let command: SSHCommand
    let offset: UInt64

    func makeAsyncIterator() -> Iterator {
        Iterator(command: command, offset: offset)
    }

    struct Iterator: AsyncIteratorProtocol {
        let command: SSHCommand
        var offset: UInt64

        mutating func next() async throws -> OutputChunk? {
            while true {
                let (chunk, isRunning) = try await command.read(from: offset, limit: 64 << 10)
                offset = chunk.end
                if !chunk.bytes.isEmpty { return chunk }
                guard isRunning else { return nil }
            }
        }
    }
}
