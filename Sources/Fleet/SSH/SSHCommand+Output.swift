/// What a command on a host has written so far.
extension SSHCommand {
    /// Throws ``SSHError``, also when there is no output, as before the start.
    func lastOutput(limit: Int) async throws -> OutputChunk {
        guard let excerpt = try await excerpt(.end, limit: limit) else {
            throw unreadable(RemoteAnswer(Array("no output".utf8)), of: .tail)
        }
        return excerpt.chunk
    }

    /// Throws ``SSHError``.
    func excerpt(_ part: OutputPart, limit: Int) async throws -> OutputExcerpt? {
        let limit = max(limit, 0)
        switch part {
        case .end: return try await excerpt(.tail, ["\(limit)", "\(Self.last)"], limit)
        case .before(let offset): return try await excerpt(.tail, ["\(limit)", "\(min(offset, Self.last))"], limit)
        case .from(let offset): return try await excerpt(.excerpt, ["\(min(offset, Self.last))", "\(limit)"], limit)
        }
    }

    /// Throws ``SSHError``.
    func discard() async throws -> Bool {
        let answer = RemoteAnswer(try await connection.run(.discard, [path]))
        guard answer.word == "gone" || answer.word == "runs" else { throw unreadable(answer, of: .discard) }
        return answer.word == "gone"
    }

    /// More than a shell can count there is in no file.
    private static let last = UInt64(Int64.max) - 1

    private func excerpt(_ script: RemoteScript, _ arguments: [String], _ limit: Int) async throws -> OutputExcerpt? {
        let answer = RemoteAnswer(
            try await connection.run(script, [path] + arguments, limit: RemoteAnswer.firstLineLimit + limit))
        if answer.word == "none" { return nil }
        let words = answer.word.split(separator: " ")
        guard words.count == 3, let offset = UInt64(words[0]), let end = UInt64(words[1]) else {
            throw unreadable(answer, of: script)
        }
        let chunk = OutputChunk(offset: offset, bytes: Array(answer.rest))
        return OutputExcerpt(
            chunk: chunk, end: chunk.bytes.isEmpty ? end : max(end, chunk.end), isRunning: words[2] == "running")
    }
}
