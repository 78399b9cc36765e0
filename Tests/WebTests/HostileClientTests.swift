import Foundation
import SlipwayTesting
import Testing
import Values
import Web

/// Clients that mean no good, or are broken.
@Suite(.timeLimit(.minutes(1))) struct HostileClientTests {
    @Test(
        arguments: [
            "\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET healthz HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET //healthz HTTP/1.1\r\n\r\n", "GET /a/../healthz HTTP/1.1\r\n\r\n", "GET /%00 HTTP/1.1\r\n\r\n",
            "GET /hooks/../metrics HTTP/1.1\r\n\r\n", "GET http://a/healthz HTTP/1.1\r\n\r\n",
            "G(T /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", "SSH-2.0-OpenSSH_9.0\r\n\r\n",
            "\u{16}\u{3}\u{1}\0\n\n", "GET /healthz HTTP/1.1\n\n", "GET /healthz HTTP/1.1\r\nA: b\rC: d\r\n\r\n",
            "GET /healthz HTTP/2.0\r\n\r\n", "GET /healthz HTTP/1.1\r\n A: b\r\n\r\n", " GET /healthz HTTP/1.1\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nA : b\r\n\r\n", "GET  /healthz HTTP/1.1\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nA\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "POST /hooks/%FF HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        ])
    func whatIsNoRequestGetsNothing(text: String) async throws {
        let site = TestSite()
        let server = try await site.start()
        let client = try await WebClient(server.address)
        try await client.send(text)
        let answer = try await client.answer()
        #expect(answer.map { (400..<500).contains($0.status) } == true)
        #expect(try await server.get("/healthz")?.status == 200)
        #expect(site.breaks == 0)
        await server.stop()
    }

    @Test func bodiesAreLimited() async throws {
        let site = TestSite()
        let server = try await site.start(limits: WebLimits(body: 10_000))
        let hook = "POST /hooks/shop HTTP/1.1\r\nHost: a\r\n"
        #expect(try await server.answer("\(hook)Content-Length: 10001\r\n\r\n")?.status == 413)
        let full = String(repeating: "x", count: 10_000)
        #expect(try await server.answer("\(hook)Content-Length: 10000\r\n\r\n\(full)")?.status == 404)
        let chunk = "1000\r\n\(String(repeating: "x", count: 4096))\r\n"
        let chunks = "\(hook)Transfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)"
        #expect(try await server.answer("\(chunks)0\r\n\r\n")?.status == 404)
        // The last byte that would be one too many: the server waits for no more.
        #expect(try await server.answer("\(chunks)711\r\n\(String(repeating: "x", count: 1809))\r\n")?.status == 413)
        await server.stop()
    }

    @Test(arguments: [
        "Content-Length: -1", "Content-Length: x", "Content-Length: 99999999999999999999", "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 5", "Content-Length: ",
        "Content-Length: +5", "Transfer-Encoding: chunked, chunked",
    ])
    func lengthsThatCannotBeAreRefused(fields: String) async throws {
        let server = try await TestSite().start()
        let request = "POST /hooks/shop HTTP/1.1\r\n\(fields)\r\n\r\n0\r\n\r\n"
        #expect(try await server.answer(request)?.status == 400)
        await server.stop()
    }

    @Test func chunksThatCannotBeEndTheConnection() async throws {
        let server = try await TestSite().start()
        let request = "GET /healthz HTTP/1.1\r\n\r\n"
        let answer = try await server.answer("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\(request)")
        #expect(answer?.body == "{\"error\":\"Bad Request\"}\n")
        await server.stop()
    }

    /// The body of a request that was refused is never taken for another request.
    @Test func aConnectionCarriesOneRequest() async throws {
        let server = try await TestSite().start(limits: WebLimits(body: 10))
        let request = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"
        #expect(try await server.answer(request + request)?.body == "{\"status\":\"healthy\"}\n")
        let refused = "POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n\(request)"
        #expect(try await server.answer(refused)?.body == "{\"error\":\"Payload Too Large\"}\n")
        await server.stop()
    }

    @Test func whoIsSilentIsCutOff() async throws {
        let server = try await TestSite().start(limits: WebLimits(arrival: .milliseconds(50)))
        let silent = try await WebClient(server.address)
        #expect(try await silent.answer() == nil)
        let slow = try await WebClient(server.address)
        try await slow.send("GET /healthz HTTP/1.1\r\nHost:")
        #expect(try await slow.answer()?.status == 408)
        await server.stop()
    }

    @Test func whoSendsItsBodySlowlyIsTold() async throws {
        let server = try await TestSite().start(limits: WebLimits(arrival: .milliseconds(50)))
        let client = try await WebClient(server.address)
        try await client.send("POST /hooks/shop HTTP/1.1\r\nContent-Length: 5000\r\n\r\n{")
        #expect(try await client.answer()?.status == 408)
        await server.stop()
    }

    @Test func whoDoesNotReadIsCutOff() async throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let site = TestSite()
        // More than a Unix socket holds.
        site.change { $0.page = String(repeating: "x", count: 1 << 20) }
        let server = try await site.start(
            at: .unix("\(folder.path)/http.sock"), limits: WebLimits(reading: .milliseconds(50)))
        let client = try await WebClient(server.address)
        try await client.send("GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
        await site.isAsked()
        // It ends without its client having read a byte.
        await server.stop(within: .seconds(600))
        client.hangUp()
    }

    @Test func silentConnectionsGiveWay() async throws {
        let server = try await TestSite().start(limits: WebLimits(connections: 4, arrival: .seconds(600)))
        var silent: [WebClient] = []
        for _ in 0..<40 { silent.append(try await WebClient(server.address)) }
        #expect(try await silent[0].answer() == nil)
        #expect(try await server.get("/healthz")?.status == 200)
        await server.stop()
    }

    @Test func headsAreLimited() async throws {
        let server = try await TestSite().start()
        let room = (8 << 10) - "GET /healthz HTTP/1.1\r\nA: \r\n\r\n".utf8.count
        #expect(try await server.get("/healthz", "A: " + String(repeating: "a", count: room - 9))?.status == 200)
        let request = "GET /healthz HTTP/1.1\r\nA: \(String(repeating: "a", count: room))"
        #expect(try await server.answer("\(request)\r\n\r\n")?.status == 200)
        #expect(try await server.answer("\(request)a\r\n\r\n")?.status == 431)
        await server.stop()
    }

    /// A line of a mebibyte costs no more than the bytes that are read of it, and nobody else notices.
    @Test func endlessLinesAreInNobodysWay() async throws {
        let server = try await TestSite().start()
        let line = "GET / HTTP/1.1\r\nA: \(String(repeating: "a", count: 1 << 20))"
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let client = try await WebClient(server.address)
                    try? await client.send(line)
                    // Told, or reset while it goes on sending.
                    let answer = try? await client.answer()
                    #expect(answer.map { $0.status == 431 } ?? true)
                }
            }
            for _ in 0..<20 { #expect(try await server.get("/healthz")?.status == 200) }
            try await group.waitForAll()
        }
        #expect(ContinuousClock.now - began < .seconds(10))
        await server.stop()
    }

    /// Never silent for long, and never done.
    @Test func whoSendsAByteNowAndThenIsTold() async throws {
        let server = try await TestSite().start(limits: WebLimits(arrival: .milliseconds(300)))
        let client = try await WebClient(server.address)
        let dripping = Task {
            try await client.send("GET /healthz HTTP/1.1\r\nA: ")
            while true {
                try await client.send("a")
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        #expect(try await client.answer()?.status == 408)
        dripping.cancel()
        await server.stop()
    }

    @Test func aFloodOfConnectionsIsInNobodysWay() async throws {
        let site = TestSite()
        let server = try await site.start(limits: WebLimits(arrival: .seconds(600)))
        for _ in 0..<20 {
            var flood: [WebClient] = []
            for _ in 0..<100 { flood.append(try await WebClient(server.address)) }
            #expect(try await server.get("/healthz")?.status == 200)
            for client in flood { client.hangUp() }
        }
        #expect(site.breaks == 0)
        await server.stop()
    }

    @Test func whatCannotBeAnsweredInTimeIsSaid() async throws {
        let site = TestSite()
        site.change { $0.isStuck = true }
        let server = try await site.start(limits: WebLimits(answer: .milliseconds(50)))
        let answer = try await server.get("/healthz")
        #expect(answer?.status == 503 && answer?.body == "{\"error\":\"Service Unavailable\"}\n")
        await server.stop()
    }

    @Test func requestsBeyondTheLimitAreRefused() async throws {
        let site = TestSite()
        site.change { $0.isStuck = true }
        let server = try await site.start(limits: WebLimits(requests: 1, answer: .seconds(600)))
        let first = try await WebClient(server.address)
        try await first.send("GET /healthz HTTP/1.1\r\n\r\n")
        await site.isAsked()
        #expect(try await server.get("/page")?.status == 503)
        first.hangUp()
        await server.stop(within: .zero)
    }
}
