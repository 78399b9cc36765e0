import Foundation
import Posix

/// What there is of a command's output: its beginning, and where that ended for length, its end.
struct KeptOutput {
    struct Piece {
        /// The byte of the whole output that the piece begins with.
        let start: UInt64
        let size: UInt64
        let path: String

        var end: UInt64 { start + size }
    }

    /// In their order.
    let pieces: [Piece]

    /// What is there now. Throws ``SystemCallError`` when there is no output, as before the start.
    init(of files: CommandFiles) throws {
        let main = try OwnedDescriptor(opening: files.output, O_RDONLY).size(path: files.output)
        var pieces = [Piece(start: 0, size: main, path: files.output)]
        let names = (try? FileManager.default.contentsOfDirectory(atPath: files.directory)) ?? []
        for name in names where name.hasPrefix("output.") {
            guard let start = UInt64(name.dropFirst("output.".count)) else { continue }
            let path = "\(files.directory)/\(name)"
            // One that goes while it is looked at was the oldest.
            guard let size = try? OwnedDescriptor(opening: path, O_RDONLY).size(path: path) else { continue }
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

    /// Where the last bytes begin that follow on each other without a gap.
    var unbrokenStart: UInt64 {
        var start = end
        for piece in pieces.reversed() {
            guard piece.end >= start else { break }
            start = piece.start
        }
        return start
    }

    /// The piece with byte `offset`, or the next one behind a gap; `nil` at the end.
    func piece(at offset: UInt64) -> Piece? { pieces.first { offset < $0.end } }
}
