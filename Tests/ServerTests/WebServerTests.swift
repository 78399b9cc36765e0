import Foundation
import Server
import SlipwayTesting
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite struct WebServerTests {
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

    @Test func commonClientsAreUnderstood() async throws {
        let server = try await RunningServer().start()
        let url = try #require(URL(string: "http://\(server.address)/healthz"))
        let (data, response) = try await URLSession.shared.data(from: url)
        #expect((response as? HTTPURLResponse)?.statusCode == 200)
        #expect(String(decoding: data, as: UTF8.self) == "{\"status\":\"healthy\"}\n")
        await server.stop()
    }

    @Test func onlyTheHeadIsSentWhenOnlyItIsAskedFor() async throws {
        let server = try await RunningServer().start()
        let answer = try await server.get("/healthz", method: "HEAD")
        #expect(answer?.status == 200 && answer?.body == "" && answer?.fields["content-length"] == "21")
        await server.stop()
    }

    @Test(
        arguments: [
            "GET /": 404, "GET /healthz/": 404, "GET /hooks": 404, "POST /": 404, "POST /healthz": 405,
            "DELETE /metrics": 405, "GET /hooks/shop": 405, "PUT /hooks/shop": 405, "GET /%68ealthz": 404,
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

    @Test func listensAtUnixSocketsAndIPv6() async throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let path = "\(folder.path)/http.sock"
        let server = try await RunningServer().start(at: .unix(path))
        #expect(try await server.get("/healthz")?.status == 200)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        await server.stop()
        #expect(!FileManager.default.fileExists(atPath: path))
        // Not every machine has IPv6.
        guard let server = try? await RunningServer().start(at: .ip6("::1", port: 0)) else { return }
        #expect(try await server.get("/healthz")?.status == 200)
        await server.stop()
    }

    @Test func anAddressThatIsTakenIsNamed() async throws {
        let server = try await RunningServer().start()
        await #expect(throws: WebServerError.cannotListen(server.address, reason: "Address already in use")) {
            _ = try await RunningServer().start(at: server.address)
        }
        await server.stop()
    }

    @Test(.timeLimit(.minutes(1))) func stoppingAnswersNobodyMore() async throws {
        let server = try await RunningServer().start()
        let waiting = try await RawClient(server.address)
        try await waiting.send("GET /healthz HTTP/1.1\r\n")
        await server.stop()
        // Ended or, when it wasn't taken in yet, reset.
        let cut = try? await waiting.answer()
        #expect(cut == nil)
        let late = try? await server.get("/healthz")
        #expect(late == nil)
    }
}
