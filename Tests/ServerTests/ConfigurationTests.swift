import Control
import Cryptography
import Delivery
import Foundation
import Journal
import PipelineFile
import Server
import Testing
import Values
import Web

@Suite struct ConfigurationTests {
    private static let whole = """
        pipelines: [shop/slipway.yml, /srv/blog/slipway.yml]
        poll: 1m30s
        http: { listen: "0.0.0.0:8090", token: { file: token } }
        webhook: { secret: { environment: HOOK } }
        groups: { release: [ana, ben], duty: [ana] }
        accounts: [ben]
        retention: { runs: 20, samples: 7d }
        log: { file: logs/serve.log, size: 1MiB, keep: 2 }
        sinks:
          - { name: dashboard, url: "https://events.example/in?x=1", secret: { file: key }, format: cdevents }
          - { name: local, url: "http://127.0.0.1:9000/", secret: { file: key } }
        """

    @Test func everythingIsRead() throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let secret = try Secret(Array("an environment's secret".utf8))
        let configuration = try folder.load(Self.whole, environment: ["HOOK": "an environment's secret"])
        #expect(configuration.pipelines == [folder.path("shop/slipway.yml"), "/srv/blog/slipway.yml"])
        #expect(configuration.poll == .seconds(90))
        #expect(configuration.http?.listen == .ip4("0.0.0.0", port: 8090))
        #expect(configuration.http?.token?.bytes == [UInt8](repeating: UInt8(ascii: "t"), count: 32))
        #expect(configuration.webhookSecret == secret)
        #expect(configuration.access.groups == ["ana": ["duty", "release"], "ben": ["release"]])
        #expect(configuration.access.accounts == ["ben"])
        #expect(configuration.retention == RetentionPolicy(samples: .seconds(7 * 86_400), runs: 20))
        let log = LogConfiguration(path: folder.path("logs/serve.log"), size: ByteCount(bytes: 1 << 20), keep: 2)
        #expect(configuration.log == log)
        #expect(configuration.sinks.map(\.name) == ["dashboard", "local"])
        #expect(configuration.sinks.first?.url == URL(string: "https://events.example/in?x=1"))
    }

    @Test func littleIsEnough() throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let configuration = try folder.load("pipelines: [slipway.yml]")
        #expect(configuration.pipelines == [folder.path("slipway.yml")])
        #expect(configuration.poll == .seconds(30))
        #expect(configuration.http == nil && configuration.webhookSecret == nil && configuration.log == nil)
        #expect(configuration.retention == RetentionPolicy(samples: .seconds(30 * 86_400), runs: 500))
        #expect(configuration.access == AccessRules())
    }

    @Test(arguments: ["0", "0s", "never"])
    func pollingCanBeSwitchedOff(text: String) throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        #expect(try folder.load("pipelines: [a.yml]\npoll: \(text)").poll == nil)
    }

    @Test(arguments: [
        "127.0.0.1:8090": ListenAddress.ip4("127.0.0.1", port: 8090), "127.1.2.3:1": .ip4("127.1.2.3", port: 1),
        "[::1]:65535": .ip6("::1", port: 65535), "unix:/run/slipway.sock": .unix("/run/slipway.sock"),
    ])
    func localAddressesNeedNoToken(text: String, address: ListenAddress) throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let configuration = try folder.load("pipelines: [a.yml]\nhttp: { listen: \"\(text)\" }")
        #expect(configuration.http == HTTPConfiguration(listen: address))
    }

    @Test(arguments: ["0.0.0.0:80", "[::]:80", "10.0.0.1:80", "[::ffff:127.0.0.1]:80"])
    func networkAddressesNeedAToken(text: String) throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let problems = try folder.problems("pipelines: [a.yml]\nhttp: { listen: \"\(text)\" }")
        #expect(
            problems == [
                "2:17: others than this machine can reach \(text); write token: { file: … } beside it, or listen at 127.0.0.1"
            ])
        let token = "pipelines: [a.yml]\nhttp: { listen: \"\(text)\", token: { file: token } }"
        #expect(try folder.problems(token) == [])
    }

    @Test(arguments: [
        "localhost:80", "80", ":80", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:+1", "::1:80", "unix:", "*:80",
    ])
    func noAddresses(text: String) throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let problems = try folder.problems("pipelines: [a.yml]\nhttp: { listen: \"\(text)\" }")
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("2:17: expected an address, found ") == true)
    }
}
