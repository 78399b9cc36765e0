import Foundation
import Posix

/// What there is of a command's output: its beginning, and where that ended for length, its end. An empty piece at the
/// end only says how far the output has come.
struct KeptOutput {
    struct Piece {
        /// The byte of the whole output that the piece begins with.
        let start: UInt64
        let size: UInt64
        let path: String

        var end: UInt64 { start + size }
    }

    /// A command can put something else in its place: nothing waits for that, and no link is followed.
    static let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK

    /// In their order.
    let pieces: [Piece]

    /// What is there now. Throws ``SystemCallError`` when there is no output, as before the start.
    init(of files: CommandFiles) throws {
        let main = try OwnedDescriptor(opening: files.output, Self.flags).size(path: files.output)
        var pieces = [Piece(start: 0, size: main, path: files.output)]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: files.directory)) ?? []
        for name in names where name.hasPrefix("output.") {
            guard let start = UInt64(name.dropFirst("output.".count)) else { continue }
            let path = "\(files.directory)/\(name)"
            // One that goes while it is looked at was the oldest.
            guard let size = try? OwnedDescriptor(opening: path, Self.flags).size(path: path) else { continue }
            pieces.append(Piece(start: start, size: size, path: path))
        }
        self.pieces = pieces.sorted { $0.start < $1.start }
    }

    /// The byte behind the last.
    var end: UInt64 { pieces.last?.end ?? 0 }

    /// How many bytes of the middle are no longer there.
    var leftOut: UInt64 {
        zip(pieces, pieces.dropFirst()).reduce(0) { $0 + ($1.1.start - min($1.1.start, $1.0.end)) }
    }

    /// The byte behind the last one before `bound` that is kept.
    func end(before bound: UInt64) -> UInt64 {
        pieces.filter { $0.size > 0 && $0.start < bound }.map { min($0.end, bound) }.max() ?? 0
    }

    /// Where the bytes begin that lead up to `end` without a gap.
    func unbrokenStart(endingAt end: UInt64) -> UInt64 {
        var start = end
        for piece in pieces.reversed() where piece.size > 0 && piece.start < start {
            guard piece.end >= start else { break }
            start = piece.start
        }
        return start
    }

    /// The piece with byte `offset`, or the next one behind a gap; `nil` at the end.
    func piece(at offset: UInt64) -> Piece? { pieces.first { offset < $0.end } }
}
