import DemoShop
import Foundation
import Testing
import Values

@Suite struct ShopConfigurationTests {
    @Test("Every key is read")
    func everything() throws {
        let json = """
            { "version": "1.42.0", "errorRate": 0.05, "latency": {"medianMilliseconds": 4, "sigma": 0.4},
              "tail": {"rate": 0.01, "extraMilliseconds": 250}, "crashAfterRequests": 200,
              "leakBytesPerRequest": 4096, "startDelayMilliseconds": 1500, "failToStart": true,
              "dependency": "127.0.0.1:5432" }
            """
        let configuration = try ShopConfiguration(json: Data(json.utf8))
        let database = try LoopbackAddress("127.0.0.1:5432")
        let expected = ShopConfiguration.version("1.42.0") {
            $0.errorRate = 0.05
            $0.latency = .init(median: .milliseconds(4), sigma: 0.4)
            $0.tail = .init(rate: 0.01, extra: .milliseconds(250))
            $0.crashAfterRequests = 200
            $0.leakBytesPerRequest = 4096
            $0.startDelay = .milliseconds(1500)
            $0.failToStart = true
            $0.dependency = database
        }
        #expect(configuration == expected)
    }

    @Test("An empty object is a shop without faults")
    func empty() throws {
        #expect(try ShopConfiguration(json: Data("{}".utf8)) == ShopConfiguration())
    }

    @Test(
        "What is wrong is said, with its key",
        arguments: [
            (#"{"errrorRate": 0.1}"#, "errrorRate"),
            (#"{"latency": {"median": 4}}"#, "medianMilliseconds"),
            (#"{"errorRate": 1.5}"#, "errorRate"),
            (#"{"errorRate": "5%"}"#, "errorRate"),
            (#"{"tail": {"rate": -0.1}}"#, "tail.rate"),
            (#"{"version": "1\r\nSet-Cookie: x"}"#, "version"),
            (#"{"version": ""}"#, "version"),
            (#"{"crashAfterRequests": -1}"#, "crashAfterRequests"),
            (#"{"leakBytesPerRequest": 99999999999}"#, "leakBytesPerRequest"),
            (#"{"startDelayMilliseconds": 1e300}"#, "startDelayMilliseconds"),
            (#"{"dependency": "example.com:80"}"#, "not this machine"),
            (#"["version"]"#, "shop.json"),
            ("{", "shop.json"),
        ])
    func mistakes(json: String, hint: String) {
        let error = #expect(throws: ShopConfigurationError.self) { try ShopConfiguration(json: Data(json.utf8)) }
        #expect(error?.description.contains(hint) == true, "\(error?.description ?? "")")
    }

    @Test("A file that is too large is not read, one that is missing is named")
    func files() {
        #expect(throws: ShopConfigurationError.self) {
            try ShopConfiguration(json: Data(repeating: UInt8(ascii: " "), count: 70_000))
        }
        let error = #expect(throws: ShopConfigurationError.self) {
            try ShopConfiguration(contentsOf: URL(fileURLWithPath: "/nowhere/shop.json"))
        }
        #expect(error?.description.contains("/nowhere/shop.json") == true)
    }
}
