import DemoShop
import Foundation
import Testing
import Values

@Suite struct ShopServerTests {
    @Test("Every page says the version, in header and body", arguments: ["/", "/cart", "/checkout", "/product/17"])
    func pages(path: String) async throws {
        try await RunningShop.whenReady(.version("1.42.0")) { shop in
            let answer = try await RawClient.get(path, from: shop.address)
            #expect(status(of: answer) == 200)
            #expect(answer.contains("x-shop-version: 1.42.0\r\n"))
            #expect(answer.contains("Connection: close\r\n"))
            #expect(answer.components(separatedBy: "\r\n\r\n").last?.contains("1.42.0") == true)
        }
    }

    @Test(
        "Paths that are no pages", arguments: ["/nowhere", "/product/", "/product/%3Cscript%3E", "/product/../../etc"])
    func missingPages(path: String) async throws {
        try await RunningShop.whenReady(.version("1")) { shop in
            let answer = try await RawClient.get(path, from: shop.address)
            #expect(status(of: answer) == 404)
        }
    }

    @Test("/version says version and digest; a digest that is none is left out")
    func version() async throws {
        try await RunningShop.whenReady(.version("2.0"), digest: "sha256:0123abcd") { shop in
            let answer = try await RawClient.get("/version", from: shop.address)
            #expect(answer.hasSuffix(#"{"digest":"sha256:0123abcd","version":"2.0"}"#))
        }
        try await RunningShop.whenReady(.version("2.0"), digest: "<b>") { shop in
            let answer = try await RawClient.get("/version", from: shop.address)
            #expect(answer.hasSuffix(#"{"version":"2.0"}"#))
        }
    }

    @Test("One connection carries many requests, HEAD among them")
    func keepAlive() async throws {
        try await RunningShop.whenReady(.version("1")) { shop in
            let client = try await RawClient(to: shop.address)
            for _ in 1...3 {
                try await client.send("HEAD", "/cart")
                let head = try await client.read(through: "\r\n\r\n")
                #expect(head.contains("Content-Length: 41\r\n"))
                try await client.send("GET", "/healthz")
                #expect(try await client.read(through: "ready\n").hasPrefix("HTTP/1.1 200"))
            }
            client.close()
        }
    }

    @Test("Errors befall exactly the requests that the seed says; probes are neither counted nor hurt")
    func seededErrors() async throws {
        let configuration = ShopConfiguration.version("1") { $0.errorRate = 0.4 }
        let faults = Faults(configuration, seed: 9)
        try await RunningShop.whenReady(configuration, seed: 9) { shop in
            for number in 1...40 {
                let expected = faults.fate(ofRequest: number).ending == .page ? 200 : 500
                let checkout = try await RawClient.get("/checkout", from: shop.address)
                #expect(status(of: checkout) == expected)
                let health = try await RawClient.get("/healthz", from: shop.address)
                #expect(status(of: health) == 200)
            }
        }
    }

    @Test("Until its start delay has passed the shop listens and says 503")
    func startDelay() async throws {
        try await RunningShop.with(.version("1") { $0.startDelay = .milliseconds(400) }) { shop in
            let early = try await (health: shop.status(at: "/healthz"), page: shop.status(at: "/"))
            #expect(early.health == 503)
            #expect(early.page == 503)
            #expect(try await eventually { try await shop.status(at: "/healthz") == 200 })
            #expect(try await shop.status(at: "/") == 200)
        }
    }

    @Test("/healthz follows the dependency; pages do not")
    func dependency() async throws {
        let database = try await ScriptedServer.with(.silence) { database in
            try await RunningShop.whenReady(.version("1") { $0.dependency = database.address }) { _ in }
            return database.address
        }
        try await RunningShop.with(.version("1") { $0.dependency = database }) { shop in
            let isServing = try await eventually { try await shop.status(at: "/") == 200 }
            #expect(isServing)
            let health = try await RawClient.get("/healthz", from: shop.address)
            #expect(status(of: health) == 503)
            #expect(health.contains("connection refused"))
        }
    }

    @Test("A shop that is told to fail does not start")
    func failToStart() async {
        await #expect(throws: ShopError.toldToFail(version: "1.42.1")) {
            try await RunningShop.with(.version("1.42.1") { $0.failToStart = true }) { _ in }
        }
    }

    @Test("A port that is taken is an error that names it")
    func portTaken() async throws {
        try await RunningShop.with(.version("1")) { shop in
            let second = ShopServer(.version("2"))
            let error = await #expect(throws: ShopError.self) {
                try await second.run(port: shop.address.port) { _ in }
            }
            #expect(error?.description.contains("127.0.0.1:\(shop.address.port)") == true)
        }
    }
}
