import Delivery
import Foundation
import Posix
import Testing
import Values

@testable import Fleet

@Suite struct ArtifactStoreTests {
    private let scratch: TemporaryDirectory
    private let store: ArtifactStore
    private let layout: HostLayout

    init() throws {
        scratch = try TemporaryDirectory()
        store = ArtifactStore(directory: scratch["artifacts"])
        layout = HostLayout(root: scratch["host"])
    }

    private func archive(of digest: Digest) -> URL { store.directory.appending(path: "\(digest).tar") }

    private func names(in directory: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    /// A small program with what archives get wrong: modes, links, odd names, empty directories.
    private func makeSource(_ name: String) throws {
        try scratch.write("#!/bin/sh\necho hello\n", to: "\(name)/bin/server")
        try scratch.write("data", to: "\(name)/odd 'name\" -> x\\\n\u{1B}é")
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch["\(name)/bin/server"].path)
        try manager.createDirectory(at: scratch["\(name)/empty"], withIntermediateDirectories: true)
        try manager.createSymbolicLink(atPath: scratch["\(name)/bin/link"].path, withDestinationPath: "../empty")
    }

    #if os(Linux)
        @Test func theSameContentIsTheSameArtifact() async throws {
            try makeSource("one")
            try makeSource("two")
            let past = Date(timeIntervalSince1970: 1_000_000)
            for name in ["two", "two/bin", "two/bin/server"] {
                try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: scratch[name].path)
            }
            let first = try await store.add(of: scratch["one"])
            #expect(try await store.add(of: scratch["two"]) == first)
            try scratch.write("more", to: "two/bin/server")
            #expect(try await store.add(of: scratch["two"]) != first)
        }
    #endif

    @Test func anArtifactIsKeptPrivatelyUnderItsDigest() async throws {
        try makeSource("one")
        let artifact = try await store.add(of: scratch["one"])
        #expect(try names(in: store.directory) == ["\(artifact.digest).tar"])
        let attributes = try FileManager.default.attributesOfItem(atPath: archive(of: artifact.digest).path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int64 == artifact.size.bytes)
    }

    @Test func aReleaseIsWhatWasBuilt() async throws {
        try makeSource("one")
        let digest = try await store.add(of: scratch["one"]).digest
        let release = try await LocalHost(layout: layout).place(digest, from: store).directory
        #expect(release == layout.release(digest))
        #expect(try names(in: release) == names(in: scratch["one"]))
        #expect(FileManager.default.isExecutableFile(atPath: release.appending(path: "bin/server").path))
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: release.appending(path: "bin/link").path)
        #expect(link == "../empty")
        #expect(try names(in: layout.releases) == [digest.hexadecimal])
    }

    @Test func placingAgainChangesNothing() async throws {
        try makeSource("one")
        let digest = try await store.add(of: scratch["one"]).digest
        let release = try await store.place(digest, into: layout)
        #expect(try await store.place(digest, into: layout) == release)
        #expect(try names(in: layout.releases) == [digest.hexadecimal])
    }

    /// Whatever differs is not believed, and not touched either: something may run from it.
    @Test(arguments: [
        "echo mine >added", "echo evil >bin/server", "chmod -x bin/server", "rm bin/server", "rmdir empty",
        "ln -sf /etc bin/link", "rm bin/server; mkdir bin/server", "mkfifo pipe", "ln -s x sitecustomize.py",
    ])
    func aChangedReleaseIsUnpackedAnewBesideIt(change: String) async throws {
        try makeSource("one")
        let digest = try await store.add(of: scratch["one"]).digest
        let first = try await store.place(digest, into: layout).directory
        try layout.activate(digest)
        _ = try await SystemTool.run("sh", ["-c", "cd \"$1\" && \(change)", "sh", first.path])
        let changed = try await ReleaseFingerprint.of(first)
        let second = try await store.place(digest, into: layout)
        #expect(second.isRenewed && second.directory != first)
        #expect(try names(in: second.directory) == names(in: scratch["one"]))
        #expect(try await ReleaseFingerprint.of(first) == changed)
        #expect(LocalHost(layout: layout).release(digest) == second.directory)
        #expect(
            try await store.place(digest, into: layout) == PlacedRelease(directory: second.directory, isRenewed: false))
        try layout.activate(digest)
        #expect(layout.currentRelease() == digest)
        #expect(scratch["host/current"].resolvingSymlinksInPath().path == second.directory.path)
    }

    /// Made in advance, by whoever can, under the name of what will be approved.
    @Test func aDirectoryThatWasMadeInAdvanceIsNotBelieved() async throws {
        try makeSource("one")
        let digest = try await store.add(of: scratch["one"]).digest
        try scratch.write("EVIL", to: "host/releases/\(digest)/bin/server")
        try scratch.write("EVIL", to: "elsewhere/bin/server")
        try FileManager.default.createSymbolicLink(
            at: scratch["host/releases/\(digest).2"], withDestinationURL: scratch["elsewhere"])
        let release = try await store.place(digest, into: layout)
        #expect(release.isRenewed && release.directory.lastPathComponent == "\(digest).3")
        let text = try String(contentsOf: release.directory.appending(path: "bin/server"), encoding: .utf8)
        #expect(text.contains("hello"))
        try layout.prune(keeping: 0, protecting: [])
        #expect(try names(in: layout.releases).isEmpty)
    }

    @Test func placingAtTheSameTimeIsPlacingOnce() async throws {
        try makeSource("one")
        let digest = try await store.add(of: scratch["one"]).digest
        try await withThrowingTaskGroup(of: PlacedRelease.self) { group in
            for _ in 0..<4 { group.addTask { try await store.place(digest, into: layout) } }
            for try await release in group { #expect(release.directory == layout.release(digest)) }
        }
        #expect(try names(in: layout.releases) == [digest.hexadecimal])
    }

    @Test func aTamperedArchiveIsRefused() async throws {
        try makeSource("one")
        let digest = try await store.add(of: scratch["one"]).digest
        let file = try FileHandle(forWritingTo: archive(of: digest))
        try file.seek(toOffset: 600)
        try file.write(contentsOf: Data([1, 2, 3]))
        try file.close()
        let error = await #expect(throws: ArtifactError.self) { try await store.place(digest, into: layout) }
        guard case .tampered(digest, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!PrivateFile.exists(layout.release(digest).path))
    }

    @Test func whatIsNotThereIsMissing() async throws {
        let digest = try #require(Digest(String(repeating: "0", count: 64)))
        await #expect(throws: ArtifactError.missing(digest, store: store.directory.path)) {
            try await store.place(digest, into: layout)
        }
        await #expect(throws: SystemCallError.self) { try await store.add(of: scratch["nothing"]) }
        #expect(!PrivateFile.exists(store.directory.path))
    }

    @Test func linksThatLeadOutAreRefusedWhenBuilt() async throws {
        try makeSource("one")
        let link = scratch["one/bin/escape"].path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../../outside")
        await #expect(throws: ArtifactError.self) { try await store.add(of: scratch["one"]) }
        #expect(try names(in: store.directory).isEmpty)
    }
}
