import Delivery
import Foundation
import Posix
import Testing

@testable import Fleet

/// Archives that Slipway would never make, in a store that claims that it did.
@Suite struct HostileArchiveTests {
    private let scratch: TemporaryDirectory
    private let store: ArtifactStore
    private let layout: HostLayout

    init() throws {
        scratch = try TemporaryDirectory()
        store = ArtifactStore(directory: scratch["artifacts"])
        layout = HostLayout(root: scratch["host"])
    }

    /// Puts `bytes` into the store under their own digest, and tries to place them.
    private func place(_ bytes: [UInt8]) async throws {
        try PrivateFile.makeDirectory(store.directory.path)
        let draft = store.directory.appending(path: "draft").path
        try Data(bytes).write(to: URL(filePath: draft))
        let digest = try await Archive(path: draft).digest()
        try PrivateFile.move(draft, to: store.directory.appending(path: "\(digest).tar").path)
        defer { #expect(!PrivateFile.exists(layout.release(digest).path)) }
        _ = try await store.place(digest, into: layout)
    }

    /// One block of a tar archive without content: the fields of POSIX's `ustar` header, and its checksum.
    private func entry(_ name: String, type: Character = "0", link: String = "") -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            block.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        put(name, at: 0)
        put("0000644", at: 100)
        for (offset, digits) in [(108, 7), (116, 7), (124, 11), (136, 11)] {
            put(String(repeating: "0", count: digits), at: offset)
        }
        put("        \(type)", at: 148)
        put(link, at: 157)
        put("ustar\u{0}00", at: 257)
        let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
        return block
    }

    private func archive(_ entries: [UInt8]...) -> [UInt8] {
        entries.flatMap { $0 } + [UInt8](repeating: 0, count: 1024)
    }

    @Test func theFixtureIsAnArchive() async throws {
        let path = scratch["good.tar"].path
        let bytes = archive(entry("a/", type: "5"), entry("a/b"), entry("l", type: "2", link: "a/b"))
        try Data(bytes).write(to: URL(filePath: path))
        let members = try await Archive(path: path).members()
        #expect(members.map(\.path) == ["a/", "a/b", "l"])
        #expect(members.map(\.kind) == [.directory, .file, .symbolicLink(target: "a/b")])
        try ArchiveInspection(members).check()
    }

    @Test(arguments: ["/tmp/pwned", "../pwned", "a/../../pwned", ".."])
    func namesThatLeadOutAreRefused(name: String) async throws {
        await #expect(throws: ArtifactError.self) { try await place(archive(entry("good"), entry(name))) }
    }

    @Test(arguments: ["/etc", "..", "../x", "a/../../x", "./../x"])
    func linksThatLeadOutAreRefused(target: String) async throws {
        await #expect(throws: ArtifactError.self) { try await place(archive(entry("l", type: "2", link: target))) }
        await #expect(throws: ArtifactError.self) { try await place(archive(entry("h", type: "1", link: target))) }
    }

    @Test func aFileBehindALinkIsRefused() async throws {
        await #expect(throws: ArtifactError.self) {
            try await place(archive(entry("d/", type: "5"), entry("l", type: "2", link: "d"), entry("l/x")))
        }
        await #expect(throws: ArtifactError.self) {
            try await place(archive(entry("l/x"), entry("l", type: "2", link: "d")))
        }
    }

    /// At its own depth the link stays inside; one level up it would not.
    @Test func aHardLinkToALinkIsRefused() async throws {
        await #expect(throws: ArtifactError.self) {
            try await place(archive(entry("a/l", type: "2", link: "../x"), entry("h", type: "1", link: "a/l")))
        }
    }

    @Test(arguments: ["3", "4", "6"] as [Character]) func devicesAreRefused(type: Character) async throws {
        await #expect(throws: ArtifactError.self) { try await place(archive(entry("device", type: type))) }
    }

    @Test func whatIsNoArchiveIsRefused() async throws {
        await #expect(throws: ArtifactError.self) { try await place([]) }
        await #expect(throws: ArtifactError.self) { try await place(Array("#!/bin/sh\n".utf8)) }
        await #expect(throws: ArtifactError.self) { try await place([UInt8](repeating: 0x1F, count: 4096)) }
    }

    @Test(arguments: [0, 513, 1024, 2048, 9999]) func aTruncatedArchiveIsRefused(length: Int) async throws {
        try scratch.write(String(repeating: "x", count: 5000), to: "source/file")
        let artifact = try await store.add(of: scratch["source"])
        let file = store.directory.appending(path: "\(artifact.digest).tar")
        try Data(contentsOf: file).prefix(length).write(to: file)
        await #expect(throws: ArtifactError.self) { try await store.place(artifact.digest, into: layout) }
        #expect(!PrivateFile.exists(layout.release(artifact.digest).path))
    }

    #if os(Linux)
        @Test(arguments: ["a -> b", "a\" -> \"b", "a\nb", "a\\", "\u{7F}é🚢", "a link to b"])
        func oddNamesAreReadAsTheyAre(name: String) async throws {
            let path = scratch["odd.tar"].path
            try Data(archive(entry(name), entry("l", type: "2", link: name))).write(to: URL(filePath: path))
            let members = try await Archive(path: path).members()
            #expect(members.map(\.path) == [name, "l"])
            #expect(members.map(\.kind) == [.file, .symbolicLink(target: name)])
        }
    #endif
}
