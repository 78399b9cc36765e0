import Foundation
import Server
import SlipwayTesting
import Testing
import Triggers
import Web

@Suite struct ServerSiteTests {
    @Test func healthIsTold() async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start()
        let healthy = try await server.get("/healthz")
        #expect(healthy?.status == 200)
        #expect(healthy?.body == "{\"status\":\"healthy\"}\n")
        #expect(healthy?.fields["content-type"] == "application/json")
        #expect(healthy?.fields["connection"] == "close")
        #expect(healthy?.fields["date"]?.wholeMatch(of: /\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
        delegate.change { $0.health = ServerHealth(problems: ["the journal can't be written"]) }
        let ill = try await server.get("/healthz?verbose")
        #expect(ill?.status == 503)
        #expect(ill?.body == "{\"problems\":[\"the journal can't be written\"],\"status\":\"unhealthy\"}\n")
        await server.stop()
    }

    @Test(
        arguments: [
            "GET /": 404, "GET /healthz/": 404, "GET /hooks": 404, "POST /": 404, "POST /healthz": 405,
            "DELETE /metrics": 405, "GET /hooks/shop": 405, "PUT /hooks/shop": 405, "GET /%68ealthz": 404,
            "GET //healthz": 404, "GET /a/../healthz": 404, "GET /%00": 404, "GET /hooks/../metrics": 405,
            "POST /hooks/%FF": 401,
        ] as [String: Int])
    func elsewhereThereIsNothing(request: String, status: Int) async throws {
        let server = try await RunningServer().start()
        let answer = try await server.answer("\(request) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer?.status == status)
        #expect((answer?.fields["allow"] != nil) == (status == 405))
        await server.stop()
    }

    @Test func theTokenIsAskedForEverywhere() async throws {
        let server = try await RunningServer().start(token: "a-token-of-20-letter")
        for path in ["/healthz", "/metrics", "/", "/hooks/shop", "/none"] {
            let answer = try await server.get(path)
            #expect(answer?.status == 401)
            #expect(answer?.fields["www-authenticate"] == "Bearer realm=\"slipway\"")
            #expect(answer?.body == "{\"error\":\"Unauthorized\"}\n")
        }
        for wrong in [
            "Bearer a-token-of-20-lettes", "Bearer a-token-of-20-lette", "Basic a-token-of-20-letter", "Bearer ",
        ] {
            #expect(try await server.get("/healthz", "Authorization: \(wrong)")?.status == 401)
        }
        let right = "Authorization: bearer a-token-of-20-letter"
        #expect(try await server.get("/healthz", right)?.status == 200)
        #expect(try await server.get("/metrics", right)?.status == 200)
        #expect(try await server.get("/none", right)?.status == 404)
        #expect(try await server.get("/healthz", right, "Authorization: Bearer a-token-of-20-lettes")?.status != 200)
        await server.stop()
    }
}
