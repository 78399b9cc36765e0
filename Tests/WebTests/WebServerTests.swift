import Foundation
import SlipwayTesting
import Testing
import Web

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite struct WebServerTests {
    @Test func commonClientsAreUnderstood() async throws {
        let server = try await TestSite().start()
        let url = try #require(URL(string: "http://\(server.address)/healthz"))
        let (data, response) = try await URLSession.shared.data(from: url)
        #expect((response as? HTTPURLResponse)?.statusCode == 200)
        #expect(String(decoding: data, as: UTF8.self) == "{\"status\":\"healthy\"}\n")
        await server.stop()
    }

    @Test func onlyTheHeadIsSentWhenOnlyItIsAskedFor() async throws {
        let server = try await TestSite().start()
        let answer = try await server.get("/healthz", method: "HEAD")
        #expect(answer?.status == 200 && answer?.body == "" && answer?.fields["content-length"] == "21")
        await server.stop()
    }

    @Test func listensAtUnixSocketsAndIPv6() async throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let path = "\(folder.path)/http.sock"
        let server = try await TestSite().start(at: .unix(path))
        #expect(try await server.get("/healthz")?.status == 200)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        await server.stop()
        #expect(!FileManager.default.fileExists(atPath: path))
        // Not every machine has IPv6.
        guard let server = try? await TestSite().start(at: .ip6("::1", port: 0)) else { return }
        #expect(try await server.get("/healthz")?.status == 200)
        await server.stop()
    }

    @Test func anAddressThatIsTakenIsNamed() async throws {
        let server = try await TestSite().start()
        await #expect(throws: WebServerError.cannotListen(server.address, reason: "Address already in use")) {
            _ = try await TestSite().start(at: server.address)
        }
        await server.stop()
    }

    @Test(.timeLimit(.minutes(1))) func stoppingAnswersNobodyMore() async throws {
        let server = try await TestSite().start()
        let waiting = try await WebClient(server.address)
        try await waiting.send("GET /healthz HTTP/1.1\r\n")
        await server.stop()
        // Ended or, when it wasn't taken in yet, reset.
        let cut = try? await waiting.answer()
        #expect(cut == nil)
        let late = try? await server.get("/healthz")
        #expect(late == nil)
    }

    @Test func theSiteKnowsHowOftenEachStatusWasAnswered() async throws {
        let server = try await TestSite().start()
        for _ in 1...3 { #expect(try await server.get("/page")?.status == 200) }
        #expect(try await server.get("/none")?.status == 404)
        #expect(try await server.get("/counts")?.body == "{\"ok\":\"3\"}\n")
        await server.stop()
    }
}
