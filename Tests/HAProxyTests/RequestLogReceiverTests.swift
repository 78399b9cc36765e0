import Delivery
import Foundation
import HAProxy
import SlipwayTesting
import Telemetry
import Testing

@Suite struct RequestLogReceiverTests {
    private static let line = Array("slipway1 1 1000 blue s1 200 900 1 1 0 0 -- 0 0 stable GET %2F\n".utf8)

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        try await body("\(directory.path)/requests.sock")
    }

    /// A second of a busy service, sent as fast as the machine can.
    @Test func twentyThousandDatagramsAreAllCounted() async throws {
        try await withDirectory { path in
            let receiver = try RequestLogReceiver(path: path)
            let sender = UnreadDatagramSocket()
            try await Task.detached { for _ in 0..<20_000 { try sender.send(Self.line, to: path) } }.value
            var tally = RequestTally()
            try await eventually("all are counted") {
                tally.merge(receiver.drain())
                return tally.received == 20_000
            }
            #expect(tally.total.blue.requests == 20_000)
            receiver.close()
        }
    }

    @Test func hostileDatagramsAreCountedAndChangeNothing() async throws {
        try await withDirectory { path in
            let receiver = try RequestLogReceiver(path: path)
            let sender = UnreadDatagramSocket()
            var generator = SystemRandomNumberGenerator()
            for length in stride(from: 0, to: 4000, by: 7) {
                let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                try sender.send(Array("slipway1 ".utf8) + noise, to: path)
            }
            try sender.send(Self.line + Array(repeating: 65, count: 1024), to: path)
            try sender.send(Self.line, to: path)
            var tally = RequestTally()
            try await eventually("the good one is counted") {
                tally.merge(receiver.drain())
                return tally.total.blue.requests == 1
            }
            #expect(tally.malformed == tally.received - 1)
            #expect(tally.received == 574)
            receiver.close()
        }
    }

    @Test func whatADeadProcessLeftIsReplaced() async throws {
        try await withDirectory { path in
            do { _ = try UnreadDatagramSocket(path: path) }
            let receiver = try RequestLogReceiver(path: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? Int) == 0o600)
            receiver.close()
            receiver.close()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func aLivingReceiverIsNotReplaced() async throws {
        try await withDirectory { path in
            let receiver = try RequestLogReceiver(path: path)
            #expect(throws: RequestLogError.inUse(path)) { try RequestLogReceiver(path: path) }
            try UnreadDatagramSocket().send(Self.line, to: path)
            try await eventually("the first one receives") { receiver.drain().received == 1 }
            receiver.close()
        }
    }

    @Test func filesAreNotReplaced() async throws {
        try await withDirectory { path in
            try Data("precious".utf8).write(to: URL(filePath: path))
            #expect(throws: RequestLogError.notASocket(path)) { try RequestLogReceiver(path: path) }
            let long = path + String(repeating: "x", count: 200)
            #expect(throws: RequestLogError.self) { try RequestLogReceiver(path: long) }
            #expect(throws: RequestLogError.self) { try RequestLogReceiver(path: "/nonexistent/requests.sock") }
        }
    }
}
