import DemoShop
import Testing
import Values

@Suite struct ShopStopTests {
    private let slow = ShopConfiguration.version("1") { $0.latency = .init(median: .milliseconds(300)) }

    @Test("Stopping finishes what is in flight, closes what is idle, and accepts nothing more")
    func graceful() async throws {
        try await RunningShop.whenReady(slow) { shop in
            let idle = try await RawClient(to: shop.address)
            let busy = try await (0..<8).asyncMap { _ in try await RawClient(to: shop.address) }
            for client in busy { try await client.send("GET", "/checkout") }
            try await waitUntilServed(shop)
            shop.server.stop(within: .seconds(10))
            for client in busy {
                let answer = await client.readToEnd()
                #expect(status(of: answer) == 200)
                #expect(answer.hasSuffix("\"version\":\"1\"}"))
                #expect(answer.contains("Connection: close\r\n"))
            }
            #expect(await idle.readToEnd().isEmpty)
            try await shop.serving.value
            await #expect(throws: (any Error).self) { try await RawClient(to: shop.address) }
        }
    }

    @Test("Without anything in flight, stopping does not wait for its grace")
    func idle() async throws {
        try await RunningShop.whenReady(.version("1")) { shop in
            let begin = ContinuousClock.now
            shop.server.stop(within: .seconds(60))
            try await shop.serving.value
            #expect(ContinuousClock.now - begin < .seconds(20))
        }
    }

    @Test("Answers that take longer than the grace are reported as unanswered")
    func overdue() async throws {
        let stuck = ShopConfiguration.version("1") { $0.latency = .init(median: .seconds(60)) }
        try await RunningShop.whenReady(stuck) { shop in
            let client = try await RawClient(to: shop.address)
            try await client.send("GET", "/")
            try await waitUntilServed(shop)
            shop.server.stop(within: .milliseconds(50))
            await #expect(throws: ShopError.unanswered(requests: 1, after: .milliseconds(50))) {
                try await shop.serving.value
            }
            client.close()
        }
    }

    /// Requests on other connections that were sent before are being served once a later one has been answered.
    private func waitUntilServed(_ shop: RunningShop) async throws {
        #expect(try await eventually { try await status(of: RawClient.get("/version", from: shop.address)) == 200 })
    }
}
