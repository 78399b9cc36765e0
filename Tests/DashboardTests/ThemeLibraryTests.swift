import Foundation
import Testing

@testable import Dashboard

@Suite final class ThemeLibraryTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)").path()
    private let own = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../themes").standardized

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func problem(_ work: () throws -> Theme) -> String {
        do { return try work().name } catch { return "\(error)" }
    }

    @Test func searchPath() {
        let folders = ThemeLibrary.searchPath(
            environment: ["XDG_CONFIG_HOME": "/xdg", "HOME": "/home/ana"], executable: "/opt/slipway/bin/slipway")
        #expect(folders.prefix(2) == ["/xdg/slipway/themes", "/opt/slipway/share/slipway/themes"])
        let checkout = ThemeLibrary.searchPath(
            environment: ["XDG_CONFIG_HOME": "relative", "HOME": "/home/ana"],
            executable: "/src/slipway/.build/debug/slipway")
        #expect(checkout.first == "/home/ana/.config/slipway/themes")
        #expect(checkout.contains("/src/slipway/themes"))
        #expect(ThemeLibrary.searchPath(environment: [:], executable: "slipway").isEmpty)
    }

    @Test func theFirstFolderWins() throws {
        let text = try String(contentsOf: own.appending(path: "slipway-dark.yaml"), encoding: .utf8)
        try Data(text.replacing("Slipway Dark", with: "Mine").utf8).write(
            to: URL(filePath: folder + "/slipway-dark.yml"))
        try Data("no theme".utf8).write(to: URL(filePath: folder + "/broken.yaml"))
        try Data().write(to: URL(filePath: folder + "/readme.txt"))
        let library = ThemeLibrary(folders: [folder, own.path(), "/nowhere"])
        #expect(library.names() == ["broken", "slipway-dark", "slipway-light"])
        #expect(try library.theme(named: "slipway-dark").name == "Mine")
        #expect(problem { try library.theme(named: "broken") }.contains("/broken.yaml"))
        #expect(
            problem { try library.theme(named: "missing") }
                == "missing: no such theme; there is broken, slipway-dark, slipway-light")
    }

    @Test(arguments: ["../secret", "/etc/passwd", "", ".hidden", "a b", "a\u{0}b"])
    func namesCannotLeaveTheFolder(name: String) {
        #expect(problem { try ThemeLibrary(folders: [folder]).theme(named: name) }.contains("letters, digits"))
    }

    @Test func pipesAndLargeFilesAreRefusedWithoutWaiting() throws {
        #expect(mkfifo(folder + "/pipe.yaml", 0o600) == 0)
        try Data(count: 100_000).write(to: URL(filePath: folder + "/large.yaml"))
        try Data([0xFF, 0xFE]).write(to: URL(filePath: folder + "/bytes.yaml"))
        let library = ThemeLibrary(folders: [folder])
        #expect(problem { try library.theme(named: "pipe") }.contains("this is not a file"))
        #expect(problem { try library.theme(named: "large") }.contains("is larger than 16384 bytes"))
        #expect(problem { try library.theme(named: "bytes") }.contains("is not UTF-8"))
    }

    @Test func standardThemes() throws {
        let library = ThemeLibrary(folders: [own.path()])
        #expect(try library.theme(named: nil, environment: [:]).name == "Slipway Dark")
        #expect(try library.theme(named: nil, environment: ["COLORFGBG": "0;15"]).name == "Slipway Light")
        #expect(try ThemeLibrary(folders: []).theme(named: nil, environment: [:]) == .plain)
        #expect(try ThemeLibrary(folders: []).theme(named: "plain", environment: [:]) == .plain)
        #expect(
            problem { try ThemeLibrary(folders: []).theme(named: "x", environment: [:]) }
                == "x: no such theme; there is none")
    }
}
