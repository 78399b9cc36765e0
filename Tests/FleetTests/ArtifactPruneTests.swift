import Fleet
import Foundation
import Testing
import Values

/// Archives go when nobody keeps them, and not at once.
@Suite struct ArtifactPruneTests {
    @Test func whatNobodyKeepsGoesOnceItIsOld() async throws {
        let scratch = try TemporaryDirectory()
        let store = ArtifactStore(directory: scratch["store"])
        var digests: [Digest] = []
        for number in 1...3 {
            try scratch.write("\(number)", to: "work/file")
            digests.append(try await store.add(of: scratch["work"]).digest)
        }
        #expect(store.digests == Set(digests))
        for digest in digests.prefix(2) {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -100_000)],
                ofItemAtPath: store.directory.appending(path: "\(digest).tar").path)
        }
        let removed = store.prune(keeping: [digests[0]], olderThan: .seconds(86_400))
        #expect(removed == [digests[1]], "the first is kept, and the last is new")
        #expect(store.digests == Set([digests[0], digests[2]]))
        try await store.verify(digests[0])
        await #expect(throws: ArtifactError.self) { try await store.verify(digests[1]) }
    }
}
