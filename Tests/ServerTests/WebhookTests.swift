import Foundation
import Server
import SlipwayTesting
import Testing
import Triggers
import Web

@Suite struct WebhookTests {
    private static let commit = String(repeating: "4f2c1a9d", count: 5)
    private static let push = "{\"ref\":\"refs/heads/main\",\"after\":\"\(commit)\",\"deleted\":false,\"pusher\":{}}"

    /// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
    @Test func gitHubsOwnExample() async throws {
        let delegate = try RunningServer(key: "It's a Secret to Everybody")
        let server = try await delegate.start()
        let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        let hook = delegate.hook("Hello, World!", signature: signature, event: "ping")
        #expect(try await server.answer(hook)?.status == 200)
        let upper = delegate.hook(
            "Hello, World!", signature: "sha256=" + signature.dropFirst(7).uppercased(), event: "ping")
        #expect(try await server.answer(upper)?.status == 200)
        let other = delegate.hook("Hello, World?", signature: signature, event: "ping")
        #expect(try await server.answer(other)?.status == 401)
        await server.stop()
    }

    @Test func aPushIsAHint() async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start(token: "a-token-of-20-letter")
        let answer = try await server.answer(delegate.hook(Self.push, pipeline: "my%20shop"))
        #expect(answer?.status == 202 && answer?.body == "{\"status\":\"accepted\"}\n")
        #expect(delegate.hints == ["my shop": [PushHint(branch: "main", commit: ObjectID(Self.commit))]])
        delegate.change { $0.answer = .ignored }
        #expect(try await server.answer(delegate.hook(Self.push))?.status == 200)
        delegate.change { $0.answer = .unknown }
        #expect(try await server.answer(delegate.hook(Self.push))?.status == 404)
        await server.stop()
    }

    @Test func whatIsNotSignedIsNotRead() async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start()
        let right = delegate.signature(of: Self.push)
        let wrong = [
            "", "sha256=", "sha1=\(right.dropFirst(7))", String(right.dropLast()), right + "0", "\(right.dropLast())g",
            String(right.dropFirst(7)), delegate.signature(of: Self.push + " "),
            "sha256=\(String(repeating: "0", count: 64))",
        ]
        for signature in wrong {
            let answer = try await server.answer(delegate.hook(Self.push, signature: signature))
            #expect(answer?.status == 401 && answer?.body == "{\"error\":\"Unauthorized\"}\n")
            #expect(answer?.fields["www-authenticate"] != nil)
        }
        let unsigned =
            "POST /hooks/shop HTTP/1.1\r\nHost: a\r\nContent-Length: \(Self.push.utf8.count)\r\n\r\n\(Self.push)"
        #expect(try await server.answer(unsigned)?.status == 401)
        // Without a right signature nobody learns what is wrong with the rest.
        #expect(try await server.answer(delegate.hook("{", signature: right, type: "text/html"))?.status == 401)
        #expect(delegate.hints == [:])
        await server.stop()
    }

    @Test(arguments: [
        "{\"ref\":\"refs/tags/v1\",\"after\":\"\(commit)\"}",
        "{\"ref\":\"refs/heads/main\",\"after\":\"\(commit)\",\"deleted\":true}",
        "{\"ref\":\"refs/heads/main\",\"after\":\"0000000000000000000000000000000000000000\"}",
        "{\"ref\":\"refs/heads/-x\"}", "{\"ref\":\"refs/heads/*\"}", "{\"ref\":\"main\"}",
    ])
    func whatIsNoPushToABranchIsIgnored(body: String) async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start()
        let answer = try await server.answer(delegate.hook(body))
        #expect(answer?.status == 200 && answer?.body == "{\"status\":\"ignored\"}\n")
        #expect(try await server.answer(delegate.hook(Self.push, event: "issues"))?.status == 200)
        #expect(delegate.hints == [:])
        await server.stop()
    }

    @Test(arguments: ["", "[]", "{}", "{\"ref\":1}", "{\"ref\":\"refs/heads/main\"", "\u{0}", "{\"after\":\"x\"}"])
    func whatCannotBeReadIsRefused(body: String) async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start()
        #expect(try await server.answer(delegate.hook(body))?.status == 400)
        let form = "application/x-www-form-urlencoded"
        #expect(try await server.answer(delegate.hook(body, type: form))?.status == 415)
        #expect(try await server.answer(delegate.hook(body, type: "application/json; charset=utf-8"))?.status == 400)
        #expect(delegate.hints == [:])
        await server.stop()
    }

    @Test func deepNestingIsNoTrouble() async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start()
        let deep = String(repeating: "[", count: 500_000)
        #expect(try await server.answer(delegate.hook("{\"ref\":\"refs/heads/main\",\"x\":\(deep)}"))?.status == 400)
        await server.stop()
    }

    /// Without a length beforehand, as some senders do it.
    @Test func bodiesMayComeInChunks() async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start()
        let length = String(Self.push.utf8.count, radix: 16)
        let hook = delegate.hook(Self.push)
            .replacing("Content-Length: \(Self.push.utf8.count)", with: "Transfer-Encoding: chunked")
            .replacing(Self.push, with: "\(length)\r\n\(Self.push)\r\n0\r\n\r\n")
        #expect(try await server.answer(hook)?.status == 202)
        #expect(delegate.hints["shop"]?.count == 1)
        await server.stop()
    }

    @Test func withoutASecretThereAreNoHooks() async throws {
        let delegate = try RunningServer()
        let server = try await delegate.start(hasWebhook: false)
        #expect(try await server.answer(delegate.hook(Self.push))?.status == 404)
        await server.stop()
    }
}
