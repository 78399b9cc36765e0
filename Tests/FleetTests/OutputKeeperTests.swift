import Foundation
import Testing

@testable import Fleet

/// No command's output takes more room than it may, and what is kept is its beginning and its end.
@Suite struct OutputKeeperTests {
    private func room(of fixture: CommandFixture) throws -> UInt64 {
        try KeptOutput(of: fixture.command.files).pieces.reduce(0) { $0 + $1.size }
    }

    @Test func aLongOutputKeepsItsBeginningAndItsEnd() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("seq 1 9000000; echo the end; exit 3") == .exited(code: 3))
        let beginning = try fixture.command.read(from: 0, limit: 8)
        #expect(String(decoding: beginning.bytes, as: UTF8.self) == "1\n2\n3\n4\n")
        let end = try fixture.stranger.lastOutput(limit: 16)
        #expect(String(decoding: end.bytes, as: UTF8.self) == "9000000\nthe end\n".suffix(16))
        let written = (1...7).reduce(UInt64(0)) { total, digits in
            let count = digits == 7 ? 9_000_000 - 999_999 : 9 * Int(pow(10, Double(digits - 1)))
            return total + UInt64(count * (digits + 1))
        }
        #expect(end.end == written + 8)
        #expect(try room(of: fixture) <= UInt64(6 * OutputKeeper.fileSize))
        #expect(try fixture.command.leftOutOutput() + room(of: fixture) == written + 8)
        #expect(try fixture.command.leftOutOutput() > 0)
    }

    /// Whoever reads on from a byte that is not kept any more goes on with the next that is, and is told which.
    @Test func readingGoesOnBehindAGap() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("head -c 60000000 /dev/zero; printf end") == .exited(code: 0))
        let kept = try KeptOutput(of: fixture.command.files)
        let gap = try #require(kept.pieces.first).end
        let chunk = try fixture.command.read(from: gap + 1, limit: 10)
        #expect(chunk.offset == gap + kept.leftOut && chunk.bytes == [UInt8](repeating: 0, count: 10))
        var count: UInt64 = 0
        var last: OutputChunk?
        for try await chunk in fixture.stranger.follow(from: 5) {
            count += UInt64(chunk.bytes.count)
            last = chunk
        }
        #expect(last?.end == 60_000_003 && last?.bytes.suffix(3) == Array("end".utf8)[...])
        #expect(count == 60_000_003 - 5 - kept.leftOut)
        #expect(try fixture.command.lastOutput(limit: 4_000_000).bytes.count == 4_000_000)
    }

    /// The two halves of the end meet in the middle of what is asked for.
    @Test func theEndIsReadAcrossFiles() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("true") == .exited(code: 0))
        for (name, text) in [("output", "0123"), ("output.4", "4567"), ("output.20", "ab"), ("output.22", "cdef")] {
            try Data(text.utf8).write(to: fixture.command.directory.appending(path: name))
        }
        func end(_ limit: Int) throws -> String {
            let chunk = try fixture.command.lastOutput(limit: limit)
            return "\(chunk.offset) \(String(decoding: chunk.bytes, as: UTF8.self))"
        }
        #expect(try end(3) == "23 def")
        #expect(try end(5) == "21 bcdef")
        #expect(try end(100) == "20 abcdef")
        #expect(try fixture.command.read(from: 2, limit: 100).bytes == Array("23".utf8))
        #expect(try fixture.command.read(from: 9, limit: 100) == OutputChunk(offset: 20, bytes: Array("ab".utf8)))
        #expect(try fixture.command.leftOutOutput() == 12)
    }

    /// Behind the last file there may be an empty one, which says how much was thrown away for lack of room.
    @Test func aPieceIsReadWithoutWaiting() async throws {
        let fixture = try CommandFixture()
        #expect(try fixture.command.excerpt(.end, limit: 10) == nil)
        #expect(try await fixture.run("true") == .exited(code: 0))
        for (name, text) in [("output", "0123"), ("output.4", "4567"), ("output.20", "ab"), ("output.50", "")] {
            try Data(text.utf8).write(to: fixture.command.directory.appending(path: name))
        }
        func excerpt(_ part: OutputPart, _ limit: Int) throws -> String {
            let excerpt = try #require(try fixture.command.excerpt(part, limit: limit))
            #expect(excerpt.end == 50 && !excerpt.isRunning)
            return "\(excerpt.chunk.offset) \(String(decoding: excerpt.chunk.bytes, as: UTF8.self))"
        }
        #expect(try excerpt(.end, 10) == "20 ab")
        #expect(try excerpt(.before(20), 6) == "2 234567")
        #expect(try excerpt(.before(6), 100) == "0 012345")
        #expect(try excerpt(.before(21), 100) == "20 a")
        #expect(try excerpt(.before(0), 100) == "0 ")
        #expect(try excerpt(.from(3), 100) == "3 3")
        #expect(try excerpt(.from(9), 100) == "20 ab")
        #expect(try excerpt(.from(22), 100) == "50 ")
        #expect(try excerpt(.from(60), 100) == "60 ")
        #expect(try fixture.command.leftOutOutput() == 12 + 28)
        var ends: [UInt64] = []
        for try await chunk in fixture.stranger.follow(from: 0) { ends.append(chunk.end) }
        #expect(ends == [4, 8, 22])
    }

    @Test func filesGoOnlyWhenNothingRuns() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(fixture.specification("echo $$ >pid; exec sleep 300"))
        _ = try await fixture.process(in: "pid")
        #expect(try await fixture.stranger.discard() == false)
        try await fixture.command.cancel(grace: .zero)
        #expect(try await fixture.stranger.discard())
        #expect(!FileManager.default.fileExists(atPath: fixture.command.directory.path))
        #expect(try await fixture.stranger.discard(), "there is nothing to remove")
    }

    @Test(.timeLimit(.minutes(1))) func aCommandEndsThoughSomethingHoldsItsOutput() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("echo before; sleep 300 & echo $! >pid; exit 4") == .exited(code: 4))
        #expect(try fixture.output() == "before\n")
        try await fixture.command.cancel(grace: .zero)
    }

    @Test func aCommandMayCloseItsOutput() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("echo one; exec >&- 2>&-; sleep 0.1; exit 5") == .exited(code: 5))
        #expect(try fixture.output() == "one\n")
    }

    @Test func signalsToTheGroupDoNotEndWhatKeepsTheOutput() async throws {
        let fixture = try CommandFixture()
        let script = "trap '' USR1 USR2 HUP INT TERM; for s in USR1 USR2 HUP INT TERM; do kill -$s 0; done; echo still"
        #expect(try await fixture.run(script) == .exited(code: 0))
        #expect(try fixture.output() == "still\n")
    }

    @Test func aLineWithoutEndIsOutputToo() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("head -c 200000 /dev/zero | tr '\\0' x") == .exited(code: 0))
        #expect(try fixture.command.lastOutput(limit: 3).bytes == Array("xxx".utf8))
        #expect(try KeptOutput(of: fixture.command.files).end == 200_000)
    }

    /// The text of a command may hold what others must not read; arguments can be read by everybody.
    @Test func theTextOfACommandIsInNoArgument() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run(": hunter2-7c; ps axww -o args= >processes") == .exited(code: 0))
        let processes = try String(contentsOf: fixture.scratch["processes"], encoding: .utf8)
        #expect(processes.contains("slipway-supervisor") && !processes.contains("hunter2-7c"))
    }
}
