import Foundation
import SlipwayTesting
import StateDirectory
import Testing

/// Substitutes of directories that are gone: only those of ours, and only those that nobody uses.
@Suite struct SocketPlaceTests {
    @Test func onlyWhatNobodyUsesIsRemoved() throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let substitutes = "\(folder.path)/slipway-1"
        try FileManager.default.createDirectory(
            atPath: substitutes, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let there = "\(folder.path)/there"
        try FileManager.default.createDirectory(atPath: there, withIntermediateDirectories: true)
        func substitute(_ name: String, of owner: String?, permissions: Int = 0o700) throws {
            let path = "\(substitutes)/\(name)"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: permissions])
            if let owner { try Data(owner.utf8).write(to: URL(filePath: "\(path)/of")) }
            try Data().write(to: URL(filePath: "\(path)/control.sock"))
        }
        try substitute("gone", of: "\(folder.path)/gone")
        try substitute("used", of: there)
        try substitute("open", of: "\(folder.path)/gone", permissions: 0o755)
        try substitute("unsaid", of: nil)
        #expect(symlink("\(substitutes)/gone", "\(substitutes)/link") == 0)

        #expect(SocketPlace.stale(in: [substitutes]) == ["\(substitutes)/gone"])
        SocketPlace.removeStale(in: [substitutes, "\(folder.path)/never made"])
        #expect(SocketPlace.stale(in: [substitutes]) == [])
        let left = try FileManager.default.contentsOfDirectory(atPath: substitutes)
        #expect(Set(left) == ["used", "open", "unsaid", "link"])
        #expect(FileManager.default.fileExists(atPath: "\(substitutes)/open/control.sock"))
    }

    /// As a program leaves one that was killed, and whose directory somebody removed.
    @Test func oneThatWasPreparedIsStaleWhenItsDirectoryIsGone() throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let substitutes = "\(folder.path)/slipway-1"
        let state = "\(folder.path)/" + String(repeating: "d", count: 90)
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        let place = SocketPlace.directory(for: state, longestName: 32, substitutes: substitutes)
        try #require(place.directory.hasPrefix(substitutes))
        try place.prepare()
        #expect(SocketPlace.stale(in: [substitutes]) == [])
        try FileManager.default.removeItem(atPath: state)
        #expect(SocketPlace.stale(in: [substitutes]) == [place.directory])
    }
}
