import Dashboard
import Fleet
import Foundation
import Values

/// Writes what a command printed to standard output, piece by piece, whatever there is of it.
struct LogPrinter: Sendable {
    /// As it was printed, byte for byte: a terminal acts on it.
    let isRaw: Bool
    /// How much is read at once.
    private static let stride = 256 << 10

    /// Writes what there is by now.
    ///
    /// - Returns: whether anything of it is kept.
    func print(_ command: any HostCommand) async throws -> Bool {
        guard let now = try await command.excerpt(.end, limit: 0) else { return false }
        var pen = Pen(isRaw: isRaw)
        while pen.offset < now.end {
            guard let next = try await command.excerpt(.from(pen.offset), limit: Self.stride)?.chunk,
                !next.bytes.isEmpty
            else { break }
            pen.write(next)
        }
        pen.finish(at: now.end)
        return true
    }

    /// Writes what there is and what comes, until the command has ended.
    func follow(_ command: any HostCommand) async throws {
        var pen = Pen(isRaw: isRaw)
        for try await chunk in command.output(from: 0) { pen.write(chunk, isLast: true) }
        pen.finish(at: try await command.excerpt(.end, limit: 0)?.end ?? pen.offset)
    }
}

/// Where the writing is.
private struct Pen {
    let isRaw: Bool
    var offset: UInt64 = 0
    private var text = PlainOutput()

    init(isRaw: Bool) { self.isRaw = isRaw }

    mutating func write(_ chunk: OutputChunk, isLast: Bool = false) {
        skip(to: chunk.offset)
        put(isRaw ? chunk.bytes : Array(text.take(chunk.bytes, isLast: isLast).utf8))
        offset = chunk.end
    }

    mutating func finish(at end: UInt64) {
        skip(to: end)
        if !isRaw { put(Array(text.finish().utf8)) }
    }

    /// Says what of the middle is not kept.
    private mutating func skip(to next: UInt64) {
        guard next > offset else { return }
        let gap = "… \(ByteCount(bytes: Int64(clamping: next - offset))) left out here …"
        offset = next
        if isRaw { return StandardStream.error.write(gap) }
        put(Array("\(text.finish())\(gap)\n".utf8))
    }

    private func put(_ bytes: [UInt8]) {
        // A reader that went away needs no more.
        if !bytes.isEmpty { try? FileHandle.standardOutput.write(contentsOf: Data(bytes)) }
    }
}
