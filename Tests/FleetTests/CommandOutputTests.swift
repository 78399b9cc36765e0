import Foundation
import Testing

@testable import Fleet

@Suite struct CommandOutputTests {
    @Test func outputIsFollowedAsItGrowsUntilTheEnd() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(
            fixture.specification("echo one; until [ -e go ]; do sleep 0.02; done; echo two; exit 1"))
        var text = ""
        for try await chunk in fixture.stranger.follow() {
            text += String(decoding: chunk.bytes, as: UTF8.self)
            if text == "one\n" { try fixture.scratch.write("", to: "go") }
        }
        #expect(text == "one\ntwo\n")
        #expect(try fixture.command.state() == .ended(.exited(code: 1)))
    }

    @Test func readingGoesOnFromAByte() async throws {
        let fixture = try CommandFixture()
        #expect(try await fixture.run("printf 0123456789") == .exited(code: 0))
        let first = try fixture.command.read(from: 0, limit: 4)
        #expect(first.bytes == Array("0123".utf8))
        var rest: [UInt8] = []
        for try await chunk in fixture.stranger.follow(from: first.end) { rest += chunk.bytes }
        #expect(rest == Array("456789".utf8))
        #expect(try fixture.command.read(from: .max, limit: 4).bytes.isEmpty)
    }

    @Test func hostileBytesAndManyOfThemArriveWhole() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(
            fixture.specification("printf '\\000\\377\\033[2J'; head -c 1000000 /dev/zero; printf '\\376'"))
        var bytes: [UInt8] = []
        for try await chunk in fixture.command.follow() {
            #expect(chunk.offset == UInt64(bytes.count))
            #expect(chunk.bytes.count <= 64 << 10)
            bytes += chunk.bytes
        }
        #expect(bytes == [0, 255, 27] + Array("[2J".utf8) + [UInt8](repeating: 0, count: 1_000_000) + [254])
    }

    @Test func aCancelledReaderStops() async throws {
        let fixture = try CommandFixture()
        _ = try await fixture.command.start(fixture.specification("echo one; exec sleep 300"))
        let (seen, continuation) = AsyncStream<Void>.makeStream()
        let reader = Task {
            for try await _ in fixture.stranger.follow() { continuation.yield() }
        }
        for await _ in seen { break }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        try await fixture.command.cancel(grace: .zero)
    }
}
