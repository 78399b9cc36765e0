import Delivery

/// Where to look for a line.
public struct OutputSearch: Equatable, Sendable {
    public let pattern: OutputPattern
    public let direction: Direction

    public enum Direction: Equatable, Sendable {
        /// The first one that begins here or later.
        case on(from: UInt64)
        /// The last one that begins earlier.
        case back(from: UInt64)
    }
}

extension DashboardSource {
    /// How much is read at once: all that a search takes of memory.
    private static var stride: Int { 256 << 10 }

    /// Where the line begins that is looked for; `nil` where there is none in what is kept now.
    func find(_ search: OutputSearch, in owner: OutputOwner, of run: RunNumber) async throws -> UInt64? {
        switch search.direction {
        case .on(let offset): try await first(search.pattern, from: offset, in: owner, of: run)
        case .back(let offset): try await last(search.pattern, before: offset, in: owner, of: run)
        }
    }

    private func first(
        _ pattern: OutputPattern, from start: UInt64, in owner: OutputOwner, of run: RunNumber
    ) async throws -> UInt64? {
        // From the byte before: only if that ends a line, one begins there.
        var offset = start > 0 ? start - 1 : 0
        var beginsALine = start == 0
        while let piece = try await output(of: owner, in: run, .from(offset), limit: Self.stride) {
            let lines = OutputLine.lines(of: piece, beginsALine: beginsALine && piece.offset == offset)
            if let line = lines.first(where: { $0.start >= start && pattern.matches($0.text) }) { return line.start }
            beginsALine = true
            // A line that was cut is read again from its beginning, unless all of the piece was one.
            let next = lines.last.flatMap { $0.isOpen && $0.start > piece.offset ? $0.start : nil } ?? piece.end
            guard next > offset, piece.end < piece.whole else { return nil }
            offset = next
            try Task.checkCancellation()
        }
        return nil
    }

    private func last(
        _ pattern: OutputPattern, before start: UInt64, in owner: OutputOwner, of run: RunNumber
    ) async throws -> UInt64? {
        var offset = start
        while offset > 0, let piece = try await output(of: owner, in: run, .before(offset), limit: Self.stride) {
            let lines = OutputLine.lines(of: piece, beginsALine: false)
            if let line = lines.last(where: { pattern.matches($0.text) }) { return line.start }
            guard let next = lines.first?.start, next < offset else { return nil }
            offset = next
            try Task.checkCancellation()
        }
        return nil
    }
}
