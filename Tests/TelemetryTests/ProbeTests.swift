import Delivery
import FlyingFox
import FlyingSocks
import Foundation
import SlipwayTesting
import Telemetry
import Testing
import Values

/// Probes and monitors' checks against a real HTTP server.
struct ProbeTests {
    /// Answers `/good`, `/bad`, `/elsewhere`, `/slow` and `/endless`, each as it is called.
    private func withServer(_ body: (Endpoint) async throws -> Void) async throws {
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 30)
        await server.appendRoute("/good") { _ in HTTPResponse(statusCode: .ok) }
        await server.appendRoute("/bad") { _ in HTTPResponse(statusCode: .serviceUnavailable) }
        await server.appendRoute("/elsewhere") { _ in
            HTTPResponse(statusCode: .found, headers: HTTPHeaders([.location: "/bad"]))
        }
        await server.appendRoute("/slow") { _ in
            try await Task.sleep(for: .seconds(30))
            return HTTPResponse(statusCode: .ok)
        }
        await server.appendRoute("/endless") { _ in
            HTTPResponse(statusCode: .ok, body: HTTPBodySequence(from: Endless()))
        }
        let serving = Task { try await server.run() }
        defer { serving.cancel() }
        try await server.waitUntilListening()
        guard case .ip4(_, let port)? = await server.listeningAddress else {
            throw Problem(what: "listening", why: "no port")
        }
        try await body(Endpoint(address: "127.0.0.1", port: Int(port)))
        await server.stop()
    }

    @Test func aProbeLearnsTheStatus() async throws {
        try await withServer { endpoint in
            func ask(_ path: String, within limit: Duration = .seconds(5)) async throws -> ProbeAnswer {
                let probe = try #require(HTTPProbe(endpoint: endpoint, path: path, within: limit))
                return await probe.ask()
            }
            let answers = [
                try await ask("/good"), try await ask("/bad"), try await ask("/elsewhere"),
                try await ask("/slow", within: .milliseconds(300)),
            ]
            #expect(
                answers == [
                    .good, .bad("/bad answered 503"), .good, .bad("/slow did not answer within 300ms"),
                ])
        }
    }

    /// Of a body that never ends nothing is read.
    @Test(.timeLimit(.minutes(1))) func anEndlessAnswerIsAnAnswer() async throws {
        try await withServer { endpoint in
            let probe = try #require(HTTPProbe(endpoint: endpoint, path: "/endless", within: .seconds(5)))
            #expect(await probe.ask() == .good)
        }
    }

    /// Everybody on a machine can read arguments, and an address may hold a token.
    @Test(.timeLimit(.minutes(1))) func anAddressIsInNoArgument() async throws {
        try await withServer { endpoint in
            let token = UUID().uuidString
            let check = HTTPCheck(url: "http://ana:\(token)@\(endpoint)/slow?token=\(token)", within: .seconds(20))
            let asking = Task { try await check.ask() }
            var curl: String?
            try await eventually("curl asks") {
                curl = Self.arguments { $0.contains("curl\0--disable") && $0.contains("--max-time\020.0") }
                return curl != nil
            }
            #expect(Self.arguments { $0.contains(token) } == nil)
            #expect(curl?.contains("/slow") == false)
            asking.cancel()
            _ = try? await asking.value
        }
    }

    /// Those of the first process for which it holds, as the system shows them to everybody.
    private static func arguments(where isWanted: (String) -> Bool) -> String? {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.lazy.filter { Int($0) != nil }
            .compactMap { try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8) }
            .first(where: isWanted)
    }

    @Test func aCheckWantsItsStatus() async throws {
        try await withServer { endpoint in
            let wanted = HTTPCheck(url: "http://\(endpoint)/bad", status: 503)
            guard case .good = try await wanted.ask() else {
                Issue.record("503 was expected")
                return
            }
            let other = try await HTTPCheck(url: "http://\(endpoint)/good", status: 204).ask()
            #expect(other == .bad(detail: "http://\(endpoint)/good answered 200, expected 204"))
            let closed = HTTPCheck(url: "http://127.0.0.1:1/", within: .seconds(2))
            guard case .bad = try await closed.ask() else {
                Issue.record("nobody is there")
                return
            }
        }
    }

    /// What curl would take for many addresses is one.
    @Test func anAddressIsNoPattern() async throws {
        try await withServer { endpoint in
            let check = HTTPCheck(url: "http://\(endpoint)/{good,good}", within: .seconds(5))
            #expect(try await check.ask() == .bad(detail: "\(check.url) answered 404, expected 200"))
            let quoted = HTTPCheck(url: "http://\(endpoint)/good?\"\\", within: .seconds(5))
            guard case .good = try await quoted.ask() else {
                Issue.record("it was not asked for")
                return
            }
        }
    }

    /// Whoever loses interest in an answer at a bad moment does no harm: with a cache, Foundation ended the process.
    @Test func cancellingAtAnyMomentIsSafe() async throws {
        try await withServer { endpoint in
            let probe = try #require(HTTPProbe(endpoint: endpoint, path: "/good", within: .seconds(5)))
            for round in 0..<600 {
                let asking = Task { await probe.ask() }
                if round % 3 == 1 { await Task.yield() }
                if round % 3 == 2 { try? await Task.sleep(for: .microseconds(round)) }
                asking.cancel()
                _ = await asking.value
            }
        }
    }

    /// Whoever is down is asked again and again, for as long as that lasts.
    @Test func whoeverTakesNoConnectionCostsNoDescriptor() async throws {
        let port = try FreePort.next()
        let probe = try #require(
            HTTPProbe(endpoint: Endpoint(address: "127.0.0.1", port: port), path: "/", within: .seconds(5)))
        #expect(await probe.ask() == .silent(port: port))
        let open = try Self.descriptors()
        for _ in 0..<100 { _ = await probe.ask() }
        // Others in this process may open one meanwhile.
        #expect(try Self.descriptors() < open + 50)
    }

    private static func descriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count
    }
}

/// Bytes without an end.
private struct Endless: AsyncBufferedSequence, AsyncBufferedIteratorProtocol, Sendable {
    typealias Element = UInt8

    func makeAsyncIterator() -> Endless { self }
    mutating func next() async throws -> UInt8? { 0x78 }
    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
        try await Task.sleep(for: .milliseconds(1))
        return Array(repeating: 0x78, count: count)
    }
}
