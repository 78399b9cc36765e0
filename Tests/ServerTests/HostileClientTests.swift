import Control
import Foundation
import Server
import SlipwayTesting
import Testing

/// Clients that mean no good, or are broken.
@Suite struct HostileClientTests {
    @Test(
        arguments: [
            "\r\n\r\n": 400, "GET\r\n\r\n": 400, "GET /\r\n\r\n": 400, "GET / HTTP/2.0\r\nHost: a\r\n\r\n": 505,
            "GET  / HTTP/1.1\r\nHost: a\r\n\r\n": 400, "GET healthz HTTP/1.1\r\nHost: a\r\n\r\n": 400,
            "GET /healthz HTTP/1.1\r\n\r\n": 400, "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n": 400,
            "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n": 400,
            "GET /healthz HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n": 400,
            "GET /healthz HTTP/1.1\nHost: a\n\r\n\r\n": 400, "GET /healthz HTTP/1.1\r\nHost: a\rb\r\n\r\n": 400,
            "GET /healthz HTTP/1.1\r\nHost: \u{0}\r\n\r\n": 400, "G(T /healthz HTTP/1.1\r\nHost: a\r\n\r\n": 400,
            "GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n": 400, "GET /é HTTP/1.1\r\nHost: a\r\n\r\n": 400,
            "SSH-2.0-OpenSSH_9.0\r\n\r\n": 400, "GET /healthz HTTP/1.0\r\n\r\n": 200,
        ] as [String: Int])
    func whatIsNoRequestIsRefused(text: String, status: Int) async throws {
        let server = try await RunningServer().start()
        #expect(try await server.answer(text)?.status == status)
        await server.stop()
    }

    @Test func aHeadHasAnEnd() async throws {
        let server = try await RunningServer().start()
        let client = try await RawClient(server.address)
        // The server stops reading long before all of it is sent.
        let flood = Task {
            try? await client.send("GET / HTTP/1.1\r\nHost: " + String(repeating: "x", count: 64 << 10))
        }
        #expect(try await client.answer()?.status == 431)
        await flood.value
        let fits = String(repeating: "x", count: 15 << 10)
        #expect(try await server.get("/healthz", "X: \(fits)")?.status == 200)
        #expect(try await server.get("/healthz", "X: \(fits)", "Y: \(fits)")?.status == 431)
        await server.stop()
    }

    @Test func bodiesHaveALength() async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start()
        let proof = "X-Hub-Signature-256: sha256=\(String(repeating: "0", count: 64))\r\nHost: a\r\n"
        let hook = "POST /hooks/shop HTTP/1.1\r\n\(proof)"
        #expect(try await server.answer("\(hook)Content-Length: 1048577\r\n\r\n")?.status == 413)
        #expect(try await server.answer("\(hook)Content-Length: 99999999999999999999\r\n\r\n")?.status == 413)
        #expect(try await server.answer("\(hook)Content-Length: -1\r\n\r\n")?.status == 400)
        #expect(try await server.answer("\(hook)Content-Length: 1\r\nContent-Length: 1\r\n\r\n")?.status == 400)
        #expect(try await server.answer("\(hook)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")?.status == 411)
        #expect(
            try await server.answer("\(hook)Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")?.status
                == 411)
        #expect(delegate.hints == [:])
        await server.stop()
    }

    @Test func whoSendsSlowlyIsAnsweredInTime() async throws {
        let server = try await RunningServer().start(limits: WebLimits(arrival: .milliseconds(50)))
        let client = try await RawClient(server.address)
        try await client.send("GET /healthz HTTP/1.1\r\nHost:")
        #expect(try await client.answer()?.status == 408)
        await server.stop()
    }

    @Test func whoDoesNotReadIsCutOff() async throws {
        let delegate = try RunningServer()
        delegate.change { $0.metrics.sinks = [SinkMetrics.named(String(repeating: "x", count: 30 << 20))] }
        let server = try await delegate.start(limits: WebLimits(departure: .milliseconds(50)))
        let client = try await RawClient(server.address)
        try await client.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        // It ends without its client having read a byte.
        await server.stop(within: .seconds(60))
        client.connection.hangUp()
    }

    @Test func idleConnectionsGiveWay() async throws {
        let server = try await RunningServer().start(limits: WebLimits(connections: 4))
        var idle: [RawClient] = []
        for _ in 0..<40 { idle.append(try await RawClient(server.address)) }
        #expect(try await server.get("/healthz")?.status == 200)
        // The oldest was not answered, for it had asked nothing.
        #expect(try await idle[0].answer() == nil)
        await server.stop()
    }

    @Test func whatCannotBeAnsweredInTimeIsSaid() async throws {
        let delegate = try RunningServer()
        delegate.change { $0.isStuck = true }
        let server = try await delegate.start(limits: WebLimits(answer: .milliseconds(50)))
        let answer = try await server.get("/healthz")
        #expect(answer?.status == 503 && answer?.body == "{\"error\":\"Service Unavailable\"}\n")
        await server.stop()
    }

    @Test func aConnectionCarriesOneRequest() async throws {
        let server = try await RunningServer().start()
        let request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        let answer = try await server.answer(request + request)
        #expect(answer?.body == "{\"status\":\"healthy\"}\n")
        await server.stop()
    }
}

extension SinkMetrics {
    fileprivate static func named(_ name: String) -> SinkMetrics {
        SinkMetrics(name: name, waiting: 0, lag: .zero, failures: 0)
    }
}
