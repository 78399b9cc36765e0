import Foundation
import SlipwayTesting
import Testing

@testable import Fleet

@Suite(.serialized, .enabled(if: SSHServer.isInstalled)) struct SSHOutputTests {
    @Test func outputIsFollowedAsItGrowsUntilTheEnd() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(
                fixture.specification("echo one; until [ -e go ]; do sleep 0.02; done; echo two; exit 1"))
            var text = ""
            for try await chunk in fixture.command.output(from: 0) {
                text += String(decoding: chunk.bytes, as: UTF8.self)
                if text == "one\n" { try fixture.make("go") }
            }
            #expect(text == "one\ntwo\n")
        }
    }

    @Test func readingGoesOnFromAByte() async throws {
        try await SSHFixture.with { fixture in
            #expect(try await fixture.run("printf 0123456789") == .exited(code: 0))
            for offset: UInt64 in [0, 4, 9, 10, 11, .max] {
                var bytes: [UInt8] = []
                for try await chunk in fixture.command.output(from: offset) {
                    #expect(chunk.offset == offset)
                    bytes += chunk.bytes
                }
                #expect(bytes == Array("0123456789".utf8.dropFirst(Int(min(offset, 10)))))
            }
            let end = try await fixture.command.lastOutput(limit: 3)
            #expect(end == OutputChunk(offset: 7, bytes: Array("789".utf8)))
            #expect(try await fixture.command.lastOutput(limit: 0).bytes.isEmpty)
            #expect(try await fixture.command.lastOutput(limit: 100).offset == 0)
        }
    }

    @Test func hostileBytesAndManyOfThemArriveWhole() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(
                fixture.specification("printf '\\000\\377\\033[2J'; head -c 300000 /dev/zero; printf '\\376'"))
            var bytes: [UInt8] = []
            for try await chunk in fixture.command.output(from: 0) {
                #expect(chunk.offset == UInt64(bytes.count))
                #expect(chunk.bytes.count <= 64 << 10)
                bytes += chunk.bytes
            }
            #expect(bytes == [0, 255, 27] + Array("[2J".utf8) + [UInt8](repeating: 0, count: 300_000) + [254])
        }
    }

    /// The beginning and the end are kept on a host too, and reading goes on behind the gap.
    @Test func aLongOutputIsBounded() async throws {
        try await SSHFixture.with { fixture in
            #expect(try await fixture.run("head -c 60000000 /dev/zero; printf end") == .exited(code: 0))
            let kept = try KeptOutput(of: CommandFiles(directory: fixture.command.directory.path))
            #expect(kept.pieces.reduce(0) { $0 + $1.size } <= UInt64(6 * OutputKeeper.fileSize))
            let gap = try #require(kept.pieces.first).end
            let (chunk, _) = try await fixture.command.read(from: gap + 1, limit: 10)
            #expect(chunk.offset == gap + kept.leftOut && chunk.bytes.count == 10)
            let last = try #require(kept.pieces.last)
            let end = try await fixture.command.lastOutput(limit: Int(last.size) + 5)
            #expect(end.end == 60_000_003 && end.bytes.suffix(3) == Array("end".utf8)[...])
            #expect(end.bytes.count == Int(last.size) + 5)
            let (rest, isRunning) = try await fixture.command.read(from: 60_000_003, limit: 10)
            #expect(rest == OutputChunk(offset: 60_000_003, bytes: []) && !isRunning)
        }
    }

    /// The same as on this machine: ``OutputKeeperTests/aPieceIsReadWithoutWaiting()``.
    @Test func aPieceIsReadWithoutWaiting() async throws {
        try await SSHFixture.with { fixture in
            #expect(try await fixture.command.excerpt(.end, limit: 10) == nil)
            #expect(try await fixture.run("true") == .exited(code: 0))
            for (name, text) in [("output", "0123"), ("output.4", "4567"), ("output.20", "ab"), ("output.50", "")] {
                try Data(text.utf8).write(to: fixture.command.directory.appending(path: name))
            }
            let local = DurableCommand(directory: fixture.command.directory)
            for limit in [1, 3, 100] {
                var parts: [OutputPart] = [.end]
                for offset: UInt64 in [0, 3, 4, 6, 8, 9, 20, 21, 22, 50, 60] {
                    parts += [.from(offset), .before(offset)]
                }
                for part in parts {
                    let remote = try await fixture.command.excerpt(part, limit: limit)
                    #expect(try local.excerpt(part, limit: limit) == remote, "\(part) \(limit)")
                }
            }
        }
    }

    @Test func filesGoOnlyWhenNothingRuns() async throws {
        try await SSHFixture.with { fixture in
            _ = try await fixture.command.start(fixture.specification("echo $$ >pid; exec sleep 300"))
            _ = try await fixture.line(in: "pid")
            #expect(try await fixture.command.excerpt(.end, limit: 1)?.isRunning == true)
            #expect(try await fixture.command.discard() == false)
            try await fixture.command.cancel(grace: .zero)
            #expect(try await fixture.command.discard())
            #expect(!FileManager.default.fileExists(atPath: fixture.command.directory.path))
        }
    }

    @Test func beforeTheStartThereIsNone() async throws {
        try await SSHFixture.with { fixture in
            await #expect(throws: SSHError.self) { try await fixture.command.lastOutput(limit: 10) }
            await #expect(throws: DurableCommandError.self) {
                for try await _ in fixture.command.output(from: 0) {}
            }
        }
    }
}
