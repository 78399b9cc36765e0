import DemoShop
import Foundation
import Testing
import Values

@Suite struct CustomersTests {
    private static let page = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-shop-version: 1.0\r\n\r\nhi"

    private func visit(
        _ address: LoopbackAddress, rate: Double = 200, users: Int = 10, seconds: Double = 0.4, seed: UInt64 = 1,
        timeout: Duration = .seconds(5), concurrency: Int = 256
    ) async throws -> CustomerReport {
        let plan = try CustomerPlan(
            target: address, rate: rate, users: users, seed: seed, timeout: timeout, concurrency: concurrency)
        return try await Customers(plan).run(until: .now + .seconds(seconds))
    }

    @Test("Every answer is counted for the version that gave it")
    func versions() async throws {
        try await RunningShop.whenReady(.version("1.42.0") { $0.errorRate = 0.3 }) { shop in
            let report = try await visit(shop.address, seconds: 0.8)
            #expect(report.finished)
            #expect(report.totals.sent > 80)
            #expect(report.totals.inFlight == 0)
            #expect(Set(report.versions.keys) == ["1.42.0"])
            let results = try #require(report.versions["1.42.0"])
            #expect(results == report.totals.results)
            #expect(results.byStatus[200] == results.ok)
            #expect(results.byStatus[500] == results.failed)
            #expect(results.ok > 0 && results.failed > 0)
            #expect(results.ok + results.failed == report.totals.sent)
            #expect(report.seconds.map(\.sent).reduce(0, +) == report.totals.sent)
            #expect(report.seconds.map(\.ok).reduce(0, +) == results.ok)
        }
    }

    @Test("A refused connection is a failure")
    func refused() async throws {
        let closed = try await ScriptedServer.with(.silence) { $0.address }
        let results = try await visit(closed).totals.results
        #expect(results.failed > 20)
        #expect(results.ok == 0)
        #expect(results.withoutAnswer == [.refused: results.failed])
    }

    @Test(
        "Whatever is not a complete answer is a failure, and is not tried again",
        arguments: [
            (ScriptedServer.Reaction.reset, FailureKind.reset),
            (.answerAndClose(""), .empty),
            (.answerAndClose("HTTP/1.1 200 OK\r\nContent-Le"), .truncated),
            (.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"), .truncated),
            (.answerAndClose("HTTP/1.1 200 OK\r\n\r\nhow long?"), .malformed),
            (.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ntoo long"), .malformed),
            (.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), .malformed),
            (.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"), .malformed),
            (.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nhi"), .malformed),
            (.answerAndClose("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"), .malformed),
            (.answerAndClose("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .malformed),
            (.answerAndClose(String(repeating: "x", count: 20_000)), .malformed),
        ])
    func incompleteAnswers(reaction: ScriptedServer.Reaction, kind: FailureKind) async throws {
        try await ScriptedServer.with(reaction) { server in
            let totals = try await self.visit(server.address).totals
            #expect(totals.results.withoutAnswer == [kind: totals.sent])
            #expect(totals.results.failed == totals.sent)
            #expect(totals.sent > 20)
            #expect(server.requests.count == totals.sent)
        }
    }

    @Test("A request that dies on a reused connection is a failure like any other")
    func reusedConnections() async throws {
        try await ScriptedServer.with(.answerOnce(Self.page)) { server in
            let totals = try await self.visit(server.address, users: 2).totals
            #expect(server.requests.count == totals.sent)
            #expect((totals.results.withoutAnswer[.empty] ?? 0) > 10)
            #expect(totals.results.ok + totals.results.failed == totals.sent)
        }
    }

    @Test("A connection that the server closed after its answer costs nothing")
    func closedBetweenRequests() async throws {
        try await ScriptedServer.with(.answerAndClose(Self.page)) { server in
            let totals = try await self.visit(server.address, rate: 100, users: 2).totals
            #expect(totals.results.failed == 0)
            #expect(totals.results.ok == server.requests.count)
        }
    }

    @Test("No answer in time is a failure; arrivals beyond the limit are skipped and counted")
    func silence() async throws {
        try await ScriptedServer.with(.silence) { server in
            let report = try await self.visit(server.address, timeout: .milliseconds(600), concurrency: 5)
            #expect(report.totals.sent == 5)
            #expect(report.totals.results.withoutAnswer == [.timeout: 5])
            #expect(report.totals.skipped > 20)
            #expect(report.seconds.map(\.skipped).reduce(0, +) == report.totals.skipped)
        }
    }

    @Test("Answers without a version, or with a hostile one, are counted as unknown")
    func unknownVersions() async throws {
        let hostile = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nx-shop-version: <script>\r\n\r\n"
        try await ScriptedServer.with(.answer(hostile)) { server in
            let report = try await self.visit(server.address)
            #expect(Array(report.versions.keys) == [CustomerReport.unknownVersion])
            #expect(report.totals.results.byStatus == [503: report.totals.sent])
            #expect(report.totals.results.failed == report.totals.sent)
        }
    }

    @Test("Each user has a cookie that stays, also from one run to the next, and walks through the pages")
    func stickyCookies() async throws {
        let requests = try await [UInt64](arrayLiteral: 7, 7, 8).asyncMap { seed in
            try await ScriptedServer.with(.answer(Self.page)) { server in
                _ = try await self.visit(server.address, rate: 400, users: 5, seconds: 0.5, seed: seed)
                return server.requests
            }
        }
        let cookies = requests.map { Set($0.map(Self.cookie)) }
        #expect(cookies[0].count == 5)
        #expect(cookies[0] == cookies[1])
        #expect(cookies[0].isDisjoint(with: cookies[2]))
        #expect(cookies[0].allSatisfy { $0.hasPrefix("uid=") && $0.utf8.count == 20 })
        let paths = Set(requests[0].compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) })
        #expect(paths.isSuperset(of: ["/", "/cart", "/checkout"]))
        #expect(paths.contains { $0.hasPrefix("/product/") })
    }

    @Test("Stopping waits for the answers that are due", arguments: [true, false])
    func stopping(byCancelling: Bool) async throws {
        try await RunningShop.whenReady(.version("1") { $0.latency = .init(median: .milliseconds(300)) }) { shop in
            let customers = Customers(try CustomerPlan(target: shop.address, rate: 200, users: 10))
            let visiting = Task { try await customers.run() }
            #expect(try await eventually { await customers.report.totals.inFlight > 10 })
            if byCancelling { visiting.cancel() } else { await customers.stop() }
            let report = try await visiting.value
            #expect(report.finished)
            #expect(report.totals.results.ok == report.totals.sent)
            #expect(report.totals.results.latency.p50 >= .milliseconds(300))
        }
    }

    @Test("Plans out of range are refused")
    func plans() {
        let target = LoopbackAddress(port: 1)
        for rate in [0, -1, .nan, .infinity, 1e9] {
            #expect(throws: CustomerPlanError.self) { try CustomerPlan(target: target, rate: rate, users: 1) }
        }
        #expect(throws: CustomerPlanError.self) { try CustomerPlan(target: target, rate: 1, users: 0) }
        #expect(throws: CustomerPlanError.self) { try CustomerPlan(target: target, rate: 1, users: 1, timeout: .zero) }
    }

    private static func cookie(in request: String) -> String {
        request.components(separatedBy: "\r\n").first { $0.hasPrefix("Cookie: ") }.map { String($0.dropFirst(8)) } ?? ""
    }
}
