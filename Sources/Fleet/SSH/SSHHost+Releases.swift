import Delivery
import Foundation

extension SSHHost {
    /// Sends the archive over, unless the release is there; the host unpacks it when its digest is right.
    ///
    /// Throws ``ArtifactError``, ``SystemToolError`` or ``SSHError``.
    public func place(_ artifact: Digest, from store: ArtifactStore) async throws -> URL {
        let release = layout.release(artifact)
        if try await isPlaced(artifact) { return release }
        let archive = try await store.inspected(artifact)
        let answer = try await trying {
            try await connection.run(
                .place, [root, artifact.hexadecimal, ".draft-\(UUID().uuidString)"], input: .file(archive.path))
        }
        let outcome = RemoteAnswer(answer).word
        guard outcome == "placed" else {
            guard let actual = Digest(outcome) else {
                throw SSHError.unreadable(host: name, purpose: RemoteScript.place.purpose, answer: outcome)
            }
            throw ArtifactError.tampered(expected: artifact, actual: actual)
        }
        return release
    }

    private func isPlaced(_ artifact: Digest) async throws -> Bool {
        let answer = try await trying { try await connection.run(.present, [root, artifact.hexadecimal]) }
        return RemoteAnswer(answer).word == "yes"
    }

    /// Throws ``SSHError``; it failed when the release was not placed.
    public func activate(_ release: Digest) async throws {
        _ = try await trying {
            try await connection.run(.activate, [root, release.hexadecimal, ".current-\(UUID().uuidString)"])
        }
    }

    /// Throws ``SSHError``.
    public func prune(keeping count: Int, protecting protected: Set<Digest>) async throws -> [Digest] {
        let answer = try await trying { try await connection.run(.releases, [root], limit: 4 << 20) }
        let lines = String(decoding: answer, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let digests = lines.map { Digest(String($0)) }
        let kept = protected.union([digests.first.flatMap { $0 }].compactMap { $0 })
        let releases = digests.dropFirst().compactMap { $0 }
        let old = releases.dropFirst(max(count, 0)).filter { !kept.contains($0) }
        let arguments = [root, ".removed-\(UUID().uuidString)"] + old.map(\.hexadecimal)
        _ = try await trying { try await connection.run(.remove, arguments) }
        return Array(old)
    }
}
