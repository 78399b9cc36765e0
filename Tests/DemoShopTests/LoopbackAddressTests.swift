import DemoShop
import Testing

@Suite struct LoopbackAddressTests {
    @Test(
        "This machine, however it is written",
        arguments: [
            ("http://127.0.0.1:8080", "127.0.0.1:8080"), ("http://localhost:8080/", "127.0.0.1:8080"),
            ("HTTP://127.1.2.3", "127.1.2.3:80"), ("http://[::1]:9000", "[::1]:9000"),
        ])
    func allowed(url: String, address: String) throws {
        #expect(try LoopbackAddress(url: url).description == address)
    }

    @Test(
        "Any other machine is refused",
        arguments: [
            "http://10.0.0.1:8080", "http://example.com", "http://0.0.0.0:80", "http://[::]:80", "http://192.168.1.1",
            "http://127.0.0.1.example.com", "http://127.0.0.256", "http://[::ffff:10.0.0.1]:80",
        ])
    func elsewhere(url: String) {
        let error = #expect(throws: LoopbackAddressError.self) { try LoopbackAddress(url: url) }
        #expect(error?.description.isEmpty == false)
    }

    @Test(
        "What is no URL of a host is refused",
        arguments: [
            "https://127.0.0.1", "127.0.0.1:8080", "http://127.0.0.1:0", "http://127.0.0.1:99999", "http://a@127.0.0.1",
            "http://127.0.0.1/path", "http://127.0.0.1/?q", "",
        ])
    func malformed(url: String) {
        #expect(throws: LoopbackAddressError.malformed(url)) { try LoopbackAddress(url: url) }
    }

    @Test("Endpoints need a port", arguments: ["127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:0", ":80"])
    func endpoints(text: String) {
        #expect(throws: LoopbackAddressError.self) { try LoopbackAddress(text) }
    }
}
