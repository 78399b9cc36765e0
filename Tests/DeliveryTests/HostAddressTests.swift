import Delivery
import Foundation
import Testing
import Values

@Suite struct HostAddressTests {
    @Test(
        arguments: [
            ("ssh://web-1", nil, "web-1", nil), ("ssh://deploy@web-2:2222", "deploy", "web-2", 2222),
            ("ssh://_ci@10.0.0.7:22", "_ci", "10.0.0.7", 22), ("ssh://[::1]:2222", nil, "::1", 2222),
            ("ssh://a.b-c_d@[fe80::1]", "a.b-c_d", "fe80::1", nil),
        ] as [(String, String?, String, Int?)])
    func aHostIsReadAndWrittenAlike(text: String, user: String?, host: String, port: Int?) throws {
        let address = try #require(HostAddress(text))
        guard case .ssh(let ssh) = address else {
            Issue.record("\(address)")
            return
        }
        #expect(ssh.user == user)
        #expect(ssh.host == host)
        #expect(ssh.port == port)
        #expect(address.written == text)
        #expect(try JSONDecoder().decode([HostAddress].self, from: JSONEncoder().encode([address])) == [address])
    }

    @Test(arguments: [
        "", "Local", "web-1", "ssh://", "ssh://@web", "ssh://a@", "ssh://-oProxyCommand=id", "ssh://a@-web",
        "ssh://-a@web",
        "ssh://web:", "ssh://web:0", "ssh://web:65536", "ssh://web:022", "ssh://web:+22", "ssh://web:22:22",
        "ssh://web/",
        "ssh://web /", " ssh://web", "ssh://web\n", "ssh://web;id", "ssh://$(id)", "ssh://a@b@c", "ssh://a:b@c",
        "ssh://::1",
        "ssh://[::1", "ssh://[web]", "ssh://[::1]x", "ssh://[::1%lo]", "ssh://wéb", "SSH://web", "http://web",
        "ssh://..",
        "ssh://%h", "ssh://" + String(repeating: "a", count: 254),
        "ssh://" + String(repeating: "a", count: 65) + "@web",
    ])
    func anythingElseIsNoHost(text: String) {
        #expect(HostAddress(text) == nil)
    }

    @Test func oldJournalsStillRead() throws {
        #expect(try JSONDecoder().decode([HostAddress].self, from: Data(#"["local"]"#.utf8)) == [.local])
        #expect(String(decoding: try JSONEncoder().encode([HostAddress.local]), as: UTF8.self) == #"["local"]"#)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([HostAddress].self, from: Data(#"["ssh://-x"]"#.utf8))
        }
    }

    @Test func namesThatPeopleReadAreShort() throws {
        let host = try #require(HostAddress("ssh://deploy@web-1"))
        #expect("\(InstanceID(run: RunNumber(7), host: host, slot: .green, index: 0))" == "web-1/green-1")
        #expect(HostAddress("ssh://web-2:2222")?.shortName == "web-2:2222")
        #expect(HostAddress("ssh://a@[::1]:22")?.shortName == "[::1]:22")
    }
}
