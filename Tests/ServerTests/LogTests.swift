import Delivery
import Foundation
import Server
import SlipwayTesting
import Synchronization
import Testing
import Values

@Suite struct LogTests {
    private let folder: TemporaryDirectory
    private var path: String { "\(folder.path)/serve.log" }

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func log(
        size: Int64 = 10 << 20, keep: Int = 2, troubled: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> ServerLog {
        let file = LogConfiguration(path: path, size: ByteCount(bytes: size), keep: keep)
        return try ServerLog(file, now: { Timestamp(milliseconds: 1_795_262_629_123) }, troubled: troubled)
    }

    @Test func aFileThatCanNotBeUsedIsRefused() throws {
        let log = LogConfiguration(path: "\(folder.path)/missing/serve.log", size: ByteCount(bytes: 100), keep: 1)
        folder.remove()
        let error = #expect(throws: ServerLogError.self) { try ServerLog(log, now: { Timestamp(milliseconds: 0) }) }
        #expect(error?.description.contains("/missing/serve.log (open: No such file or directory)") == true)
    }

    /// Told once each time that it begins, and the log's trouble for as long as it lasts.
    @Test func lostLinesAreToldElsewhere() async throws {
        defer { folder.remove() }
        let told = Mutex<[String]>([])
        let log = try log { trouble in told.withLock { $0.append(trouble) } }
        log.write(.info, "written")
        await log.flush()
        #expect(log.trouble == nil)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        for number in 1...3 { log.write(.info, "lost \(number)") }
        await log.flush()
        let trouble = "the log can't be written to \(path): open: Is a directory"
        #expect(log.trouble == trouble)
        // Whoever writes does not wait for it to be told.
        try await eventually("it is told") { !told.withLock(\.isEmpty) }
        #expect(told.withLock { $0 } == [trouble])
        try FileManager.default.removeItem(atPath: path)
        log.write(.info, "written again")
        await log.flush()
        #expect(log.trouble == nil)
        #expect(log.lostLines == 3)
    }

    private func lines(_ suffix: String = "") throws -> [String] {
        let text = try String(contentsOfFile: path + suffix, encoding: .utf8)
        #expect(text.isEmpty || text.hasSuffix("\n"))
        return text.split(separator: "\n").map { String($0.dropFirst("2026-11-21T12:03:49.123Z ".count)) }
    }

    @Test func linesSayWhenAndWhat() async throws {
        defer { folder.remove() }
        let log = try log()
        log.write(.info, "run 1 began")
        log.write(.warning, "shop: no answer")
        log.write(.error, "run 1: \u{1B}[2J\nbad\r\t\\n \u{202E}ok")
        await log.flush()
        #expect(
            try String(contentsOfFile: path, encoding: .utf8) == """
                2026-11-21T12:03:49.123Z info    run 1 began
                2026-11-21T12:03:49.123Z warning shop: no answer
                2026-11-21T12:03:49.123Z error   run 1: \\u{1b}[2J\\nbad\\u{d}\\t\\\\n \\u{202e}ok

                """)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func longTextsAreCut() async throws {
        defer { folder.remove() }
        let log = try log()
        log.write(.info, String(repeating: "x", count: 1 << 20))
        await log.flush()
        #expect(try lines() == ["info    " + String(repeating: "x", count: 8192) + "…"])
    }

    @Test func fullFilesArePutAside() async throws {
        defer { folder.remove() }
        let log = try log(size: 100, keep: 2)
        // Two lines of 44 bytes fit.
        for number in 1...7 { log.write(.info, "line \(number) ....") }
        await log.flush()
        #expect(try lines() == ["info    line 7 ...."])
        #expect(try lines(".1") == ["info    line 5 ....", "info    line 6 ...."])
        #expect(try lines(".2") == ["info    line 3 ....", "info    line 4 ...."])
        #expect(!FileManager.default.fileExists(atPath: path + ".3"))
    }

    @Test func whatIsThereIsAddedTo() async throws {
        defer { folder.remove() }
        _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o644])
        for _ in 1...2 {
            let log = try log()
            log.write(.info, "again")
            await log.flush()
        }
        #expect(try lines() == ["info    again", "info    again"])
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func othersMayMoveItOrRemoveItOrEmptyIt() async throws {
        defer { folder.remove() }
        let log = try log(size: 100)
        log.write(.info, "one")
        await log.flush()
        try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
        log.write(.info, "two")
        await log.flush()
        #expect(try lines(".old") == ["info    one"])
        #expect(try lines() == ["info    two"])
        try FileManager.default.removeItem(atPath: path)
        log.write(.info, "three")
        await log.flush()
        #expect(try lines() == ["info    three"])
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: 0)
        try handle.close()
        log.write(.info, "four")
        log.write(.info, "five")
        await log.flush()
        #expect(try lines() == ["info    four", "info    five"])
        #expect(log.lostLines == 0)
    }

    #if os(Linux)
        @Test func whatIsLostIsToldWhenThereIsRoom() async throws {
            defer { folder.remove() }
            let log = try log()
            try FileManager.default.removeItem(atPath: path)
            // Nobody reads from it.
            #expect(mkfifo(path, 0o600) == 0)
            for number in 1...3 { log.write(.info, "\(number)") }
            await log.flush()
            #expect(log.lostLines == 3)
            try FileManager.default.removeItem(atPath: path)
            log.write(.info, "4")
            log.write(.info, "5")
            await log.flush()
            #expect(
                try lines() == [
                    "warning 3 lines were lost here: open: No such device or address", "info    4", "info    5",
                ])
            #expect(log.lostLines == 3)
        }
    #endif

    /// In a folder that others can write to it may lead anywhere.
    @Test func aLinkIsNotFollowed() async throws {
        defer { folder.remove() }
        let other = "\(folder.path)/other"
        try Data().write(to: URL(filePath: other))
        let log = try log()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
        #expect(throws: ServerLogError.self) { try self.log() }
        log.write(.info, "one")
        await log.flush()
        #expect(log.lostLines == 1)
        #expect(try Data(contentsOf: URL(filePath: other)).isEmpty)
    }

    @Test func aPathThatCannotBeOpenedIsNoEnd() async throws {
        defer { folder.remove() }
        let log = try log()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        log.write(.info, "one")
        await log.flush()
        #expect(log.lostLines == 1)
        try FileManager.default.removeItem(atPath: path)
        log.write(.info, "two")
        await log.flush()
        #expect(try lines() == ["warning 1 line was lost here: open: Is a directory", "info    two"])
    }

    @Test func manyWritersMixNoLines() async throws {
        defer { folder.remove() }
        let log = try log(size: 64 << 10, keep: 100)
        await withDiscardingTaskGroup { group in
            for writer in 1...8 {
                group.addTask {
                    for number in 1...500 { log.write(.info, "\(writer)-\(number)") }
                }
            }
        }
        await log.flush()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let all = try names.flatMap { try lines(String($0.dropFirst("serve.log".count))) }
        #expect(names.count > 1)
        #expect(Set(all).count == 4000 && all.count == 4000)
        #expect(all.allSatisfy { $0.wholeMatch(of: /info    \d-\d+/) != nil })
    }
}
