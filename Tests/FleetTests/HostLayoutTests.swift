import Delivery
import Foundation
import Posix
import Testing
import Values

@testable import Fleet

@Suite struct HostLayoutTests {
    private let scratch: TemporaryDirectory
    private let layout: HostLayout

    init() throws {
        scratch = try TemporaryDirectory()
        layout = HostLayout(root: scratch["host"])
        try layout.prepare()
    }

    private func digest(_ number: Int) throws -> Digest {
        let digits = String(number)
        return try #require(Digest(String(repeating: "0", count: 64 - digits.count) + digits))
    }

    /// Makes the releases 1 to `count`, the later the newer.
    private func makeReleases(_ count: Int) throws -> [Digest] {
        try (1...count).map { number in
            let digest = try digest(number)
            let release = layout.release(digest)
            try FileManager.default.createDirectory(at: release, withIntermediateDirectories: true)
            let date = Date(timeIntervalSince1970: Double(number))
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: release.path)
            return digest
        }
    }

    @Test func theCurrentReleaseIsSwitchedInOneStep() throws {
        let releases = try makeReleases(2)
        #expect(layout.currentRelease() == nil)
        for digest in releases {
            try layout.activate(digest)
            #expect(layout.currentRelease() == digest)
            let current = scratch["host/current"].resolvingSymlinksInPath().path
            #expect(current == layout.release(digest).path)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: layout.root.path).count == 4)
    }

    @Test func aReleaseThatIsNotThereIsNotActivated() throws {
        let releases = try makeReleases(1)
        try layout.activate(releases[0])
        #expect(throws: SystemCallError.self) { try layout.activate(digest(9)) }
        #expect(layout.currentRelease() == releases[0])
    }

    @Test func theLastReleasesAndTheProtectedStay() throws {
        let releases = try makeReleases(9)
        try layout.activate(releases[1])
        let removed = try layout.prune(keeping: 5, protecting: [releases[0]])
        #expect(Set(removed) == Set(releases[2...4]))
        // The one activated last was used last.
        #expect(try layout.releasesByUse() == [1, 8, 7, 6, 5, 0].map { releases[$0] })
        #expect(try layout.prune(protecting: [releases[0]]).isEmpty)
    }

    @Test func theCurrentReleaseStaysHoweverOld() throws {
        let releases = try makeReleases(3)
        try layout.activate(releases[0])
        #expect(try Set(layout.prune(keeping: 0, protecting: [])) == Set(releases[1...2]))
        #expect(try layout.releasesByUse() == [releases[0]])
    }

    @Test func leftoversAreRemovedWhenTheyAreOld() throws {
        let (old, new) = (layout.releases.appending(path: ".draft-old"), layout.releases.appending(path: ".draft-new"))
        for directory in [old, new] {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }
        try FileManager.default.setAttributes([.modificationDate: Date.distantPast], ofItemAtPath: old.path)
        try layout.prune(protecting: [])
        #expect(!PrivateFile.exists(old.path))
        #expect(PrivateFile.exists(new.path))
    }
}
