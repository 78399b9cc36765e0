import Delivery
import Foundation
import Values

extension SSHHost {
    /// Sends the archive over, unless the release is there; the host unpacks it when its digest is right.
    ///
    /// Throws ``ArtifactError``, ``SystemToolError`` or ``SSHError``.
    public func place(_ artifact: Digest, from store: ArtifactStore) async throws -> PlacedRelease {
        let fingerprint = try await store.fingerprint(of: artifact)
        let (found, copy) = try await look(for: artifact, fingerprint)
        if found == "same" { return PlacedRelease(directory: directory(copy), isRenewed: false) }
        try await send(artifact, from: store, as: copy)
        let (placed, name) = try await look(for: artifact, fingerprint)
        guard placed == "same" else {
            throw SSHError.unreadable(
                host: self.name, purpose: RemoteScript.place.purpose, answer: "\(placed) \(name)")
        }
        return PlacedRelease(directory: directory(name), isRenewed: found == "changed")
    }

    /// Throws ``SSHError``; it failed when the release was not placed.
    public func release(_ digest: Digest) async throws -> URL {
        let answer = try await trying { try await connection.run(.newest, [root, digest.hexadecimal]) }
        let name = RemoteAnswer(answer).word
        guard HostLayout.digest(ofCopy: name) == digest else {
            throw SSHError.unreadable(host: self.name, purpose: RemoteScript.newest.purpose, answer: name)
        }
        return directory(name)
    }

    private func directory(_ copy: String) -> URL {
        layout.releases.appending(path: copy, directoryHint: .isDirectory)
    }

    /// What the host has of a release: the `same`, or one that was `changed`, or `none`; and the name of the copy that is
    /// the same, or else of the next.
    private func look(for artifact: Digest, _ fingerprint: String) async throws -> (found: String, copy: String) {
        let answer = try await trying {
            try await connection.run(.present, [root, artifact.hexadecimal, fingerprint])
        }
        let words = RemoteAnswer(answer).word.split(separator: " ").map(String.init)
        guard words.count == 2, ["same", "changed", "none"].contains(words[0]),
            HostLayout.digest(ofCopy: words[1]) == artifact
        else {
            throw SSHError.unreadable(
                host: name, purpose: RemoteScript.present.purpose, answer: RemoteAnswer(answer).word)
        }
        return (words[0], words[1])
    }

    private func send(_ artifact: Digest, from store: ArtifactStore, as copy: String) async throws {
        let archive = try await store.inspected(artifact)
        let answer = try await trying {
            try await connection.run(
                .place, [root, artifact.hexadecimal, ".draft-\(UUID().uuidString)", copy], input: .file(archive.path))
        }
        let outcome = RemoteAnswer(answer).word
        guard outcome == "placed" else {
            guard let actual = Digest(outcome) else {
                throw SSHError.unreadable(host: name, purpose: RemoteScript.place.purpose, answer: outcome)
            }
            throw ArtifactError.tampered(expected: artifact, actual: actual)
        }
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
        let current = lines.first.flatMap { HostLayout.digest(ofCopy: String($0)) }
        let kept = protected.union([current].compactMap { $0 })
        let releases = digests.dropFirst().compactMap { $0 }
        let old = releases.dropFirst(max(count, 0)).filter { !kept.contains($0) }
        let arguments = [root, ".removed-\(UUID().uuidString)"] + old.map(\.hexadecimal)
        _ = try await trying { try await connection.run(.remove, arguments) }
        return Array(old)
    }
}
