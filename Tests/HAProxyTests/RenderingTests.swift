import Delivery
import Testing
import HAProxy
import Values

@Suite struct RenderingTests {
    private let paths: HAProxyPaths
    private let configuration = HAProxyConfiguration(
        listen: Endpoint(address: "127.0.0.1", port: 8080),
        endpoints: [.blue: [Endpoint(address: "127.0.0.1", port: 9001)]],
        instancesPerSlot: 2, stickyCookie: "uid")

    init() throws {
        paths = try HAProxyPaths(directory: "/srv/my shop/", socketDirectory: "/run/slipway")
    }

    @Test func serversWithoutInstancesAreDisabled() throws {
        let text = try configuration.rendered(at: paths)
        #expect(text.contains("backend blue\n    balance roundrobin\n    server s1 127.0.0.1:9001\n"))
        #expect(text.contains("    server s2 127.0.0.1:1 disabled\n\nbackend green\n"))
        #expect(text.hasSuffix("    server s1 127.0.0.1:1 disabled\n    server s2 127.0.0.1:1 disabled\n"))
    }

    @Test func onlySocketsAreNamedByTheirPath() throws {
        let text = try configuration.rendered(at: paths)
        #expect(text.contains("stats socket '/run/slipway/runtime.sock' mode 600 level admin expose-fd listeners"))
        #expect(text.contains("log '/run/slipway/requests.sock' len 1024 format raw local0"))
        #expect(!text.contains("my shop"))
    }

    /// Services believe the first address that stands there.
    @Test func aClientCannotSayWhereItComesFrom() throws {
        let text = try configuration.rendered(at: paths)
        #expect(text.contains("    http-request del-header X-Forwarded-For\n"))
        #expect(text.contains("    option forwardfor\n"))
    }

    @Test func nobodyIsStickyWithoutACookie() throws {
        var chance = configuration
        chance.stickyCookie = nil
        #expect(try configuration.rendered(at: paths).contains("req.cook(uid),crc32(1),mod(10000)"))
        #expect(try !chance.rendered(at: paths).contains("req.cook"))
    }

    /// A request reads the keys in this order; a promotion writes them in the opposite one.
    @Test func theMapIsReadAgainstTheOrderOfWriting() throws {
        let text = try configuration.rendered(at: paths)
        let keys = ["str(candidate-backend)", "str(lease)", "str(candidate)", "str(stable-backend)"]
        let positions = keys.compactMap { key in
            text.split(separator: "\n").firstIndex { $0.contains(key) }
        }
        #expect(positions.count == keys.count)
        #expect(positions == positions.sorted())
    }

    @Test(arguments: ["a b", "x) -m found }", "", "ü", "a;b", "a\nb"])
    func cookiesThatWouldBecomeRulesAreRefused(_ cookie: String) throws {
        var bad = configuration
        bad.stickyCookie = cookie
        #expect(throws: HAProxyError.self) { try bad.rendered(at: paths) }
    }

    @Test(arguments: ["127.0.0.1 ssl", "h\nserver x", "", "a;b", "$HOME"])
    func addressesThatWouldBecomeOptionsAreRefused(_ address: String) throws {
        var bad = configuration
        bad.setEndpoints(.green, [Endpoint(address: address, port: 80)])
        #expect(throws: HAProxyError.self) { try bad.rendered(at: paths) }
        bad = HAProxyConfiguration(listen: Endpoint(address: address, port: 80))
        #expect(throws: HAProxyError.self) { try bad.rendered(at: paths) }
    }

    @Test func pathsThatHAProxyCannotQuoteAreRefused() {
        for path in ["relative", "/it's", "/a\"b", "/a,b", "/a\nb", "/$HOME"] {
            #expect(throws: HAProxyError.self) { try HAProxyPaths(directory: path) }
        }
    }

    @Test func socketPathsThatAreTooLongAreRefusedUnlessTheyAreElsewhere() throws {
        let long = "/" + String(repeating: "x", count: 100)
        let error = #expect(throws: HAProxyError.self) { try HAProxyPaths(directory: long) }
        #expect(error?.description.contains("shorter path") == true)
        #expect(try HAProxyPaths(directory: long, socketDirectory: "/tmp/s").runtimeSocket == "/tmp/s/runtime.sock")
    }

    @Test func leasesEndEarlyRatherThanLate() {
        let split = TrafficSplit(stable: .blue, share: .all, lease: Timestamp(milliseconds: 1_999))
        #expect(split.lease.milliseconds == 1_000)
    }
}
