import Foundation
import Server
import SlipwayTesting
import Testing

/// What is wrong in a configuration is told with its place, the text, and what would be right.
@Suite struct ConfigurationProblemTests {
    @Test(
        arguments: [
            "": ["1:1: the file is empty; write at least pipelines: [slipway.yml]"],
            "a": [
                "1:1: expected a mapping, found \"a\"; the keys here are "
                    + "pipelines, poll, http, webhook, groups, accounts, people, retention, log, sinks"
            ],
            "poll: 30s": ["1:1: missing key \"pipelines\"; write pipelines: [slipway.yml]"],
            "pipelines: []": ["1:1: a server without pipelines; write pipelines: [slipway.yml]"],
            "pipelines: a.yml": ["1:12: expected a list, found \"a.yml\"; write it in brackets or with dashes"],
            "pipelines: [a, b, a]": ["1:19: the pipeline \"a\" is there twice; keep one of them"],
            "pipeline: [a]": ["1:1: unknown key \"pipeline\"; did you mean \"pipelines\"?"],
            "pipelines: &x [a]": [
                "1:12: the anchor \"&x\"; anchors and aliases are not accepted; write the values out"
            ],
            "pipelines: [a]\n---\nb": [
                "2:1: a second YAML document; a server's configuration holds one; remove the ---"
            ],
        ] as [String: [String]])
    func beginnings(text: String, problems: [String]) throws {
        try expect(text, problems)
    }

    @Test(
        arguments: [
            "poll: 500ms": [
                "2:7: expected a time or never, found \"500ms\"; write a time of at least 1s, such as 30s, or never"
            ],
            "pol: 3s": ["2:1: unknown key \"pol\"; did you mean \"poll\"?"],
            "http: { port: 80 }": [
                "2:1: missing key \"listen\"; write where to listen: listen: 127.0.0.1:8090",
                "2:9: unknown key \"port\"; the keys here are listen, token",
            ],
            "webhook: { secret: { file: key } }": [
                "2:1: a webhook, and nothing listens for it; write http: { listen: 127.0.0.1:8090 } as well"
            ],
            "groups: [ana]": [
                "2:1: expected a mapping, found a list; write each group's accounts below its name: release: [ana, ben]"
            ],
            "groups: { \"a b\": [ana] }": [
                "2:11: a group's name that is none; write letters, digits, - _ . and @ "
                    + "(at most 64, the first a letter, a digit or _)"
            ],
            "accounts: [ana, ana]": ["2:17: the account \"ana\" is there twice; keep one of them"],
            "accounts: [-ana]": [
                "2:12: expected an account's name, found \"-ana\"; write letters, digits, - _ . and @ "
                    + "(at most 64, the first a letter, a digit or _)"
            ],
            "retention: { runs: 0 }": [
                "2:20: expected a whole number, found the number 0; write digits only, from 1 to 1000000"
            ],
            "retention: { samples: 30 }": [
                "2:23: expected a time, found the number 30; write numbers with units, such as 350ms, 10s, 2m or 1h30m"
            ],
            "log: { size: 1MiB }": ["2:1: missing key \"file\"; write file: serve.log"],
            "log: { file: a, size: 10MB }": [
                "2:23: expected a size, found \"10MB\"; write one of at least 64KiB, such as 10MiB"
            ],
            "log: { file: a, size: 1KiB }": [
                "2:23: expected a size, found \"1KiB\"; write one of at least 64KiB, such as 10MiB"
            ],
            "log: { file: a, keep: 0 }": [
                "2:23: expected a whole number, found the number 0; write digits only, from 1 to 1000"
            ],
        ] as [String: [String]])
    func sections(text: String, problems: [String]) throws {
        try expect("pipelines: [a]\n\(text)", problems)
    }

    @Test(
        arguments: [
            "{ }": ["4:7: a secret needs one place where it is kept; write { file: PATH } or { environment: NAME }"],
            "{ file: key, environment: A }": [
                "4:7: a secret needs one place where it is kept; write { file: PATH } or { environment: NAME }"
            ],
            "{ fil: key }": ["4:17: unknown key \"fil\"; did you mean \"file\"?"],
            "hunter2": ["4:15: expected a mapping, found \"hunter2\"; the keys here are file, environment"],
            "{ file: none }": [
                "4:23: there is no file \"FOLDER/none\"; "
                    + "at least 16 bytes are needed: umask 077; openssl rand -hex 32 > FILE"
            ],
            "{ file: . }": ["4:23: \"FOLDER/\" is not a file; name a file that holds the secret and nothing else"],
            "{ file: open }": [
                "4:23: the secret in \"FOLDER/open\" is open to others (mode 0640); "
                    + "chmod 600, and make a new secret if others could have read this one"
            ],
            "{ file: short }": [
                "4:24: the secret has 15 bytes; at least 16 bytes are needed: umask 077; openssl rand -hex 32 > FILE"
            ],
            "{ file: long }": [
                "4:23: the secret has more than 4096 bytes; name a file that holds the secret and nothing else"
            ],
            "{ environment: NONE }": [
                "4:30: there is no environment variable \"NONE\"; set it for this process, or name a file"
            ],
            "{ environment: A-B }": [
                "4:30: expected the name of an environment variable, found \"A-B\"; "
                    + "write letters, digits and _, the first no digit"
            ],
        ] as [String: [String]])
    func secrets(text: String, problems: [String]) throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        try folder.secret("open", "a secret that is long enough", permissions: 0o640)
        try folder.secret("short", "fifteen letters\r\n")
        try folder.secret("long", String(repeating: "x", count: 4097))
        let found = try folder.problems(
            "pipelines: [a]\nhttp: { listen: 127.0.0.1:1 }\nwebhook:\n      secret: \(text)")
        #expect(found == problems.map { $0.replacingOccurrences(of: "4:24:", with: "4:23:") })
    }

    @Test func aTokenHasNoSpaces() throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        try folder.secret("words", "a secret of many words")
        let found = try folder.problems("pipelines: [a]\nhttp: { listen: 127.0.0.1:1, token: { file: words } }")
        #expect(
            found == [
                "2:45: the token has characters that a token can't have; "
                    + "only letters, digits and -._~+/= are possible: openssl rand -hex 32"
            ])
    }

    @Test(arguments: [
        "http://events.example/", "https://ana:word@events.example/", "https:///x", "ftp://127.0.0.1/", "events",
        "https://events.example/#a",
    ])
    func noSinkAddresses(url: String) throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let found = try folder.problems("pipelines: [a]\nsinks: [{ name: a, url: \"\(url)\", secret: { file: key } }]")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("2:25: expected an address that messages can go to, found ") == true)
    }

    @Test func sinksHaveNamesOfTheirOwn() throws {
        let sink = "- { name: a, url: \"https://a.example\", secret: { file: key } }"
        try expect(
            "pipelines: [a]\nsinks:\n  \(sink)\n  \(sink)",
            ["4:5: two sinks are called \"a\"; give each a name of its own"])
        try expect(
            "pipelines: [a]\nsinks: [{ name: a, url: \"https://a.example\", format: xml }]",
            [
                "2:9: missing key \"secret\"; messages are signed; write secret: { file: … }",
                "2:54: expected cdevents, found \"xml\"; write cdevents",
            ])
    }

    @Test(arguments: ["_a", "a@b", "a/b", ".a"])
    func noSinkNames(name: String) throws {
        let sink = "{ name: \"\(name)\", url: \"https://a.example\", secret: { environment: KEY } }"
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let found = try folder.problems("pipelines: [a]\nsinks: [\(sink)]")
        #expect(found.first?.hasPrefix("2:17: expected a name, found ") == true, "\(found)")
    }

    @Test func secretsShowThemselvesNowhere() throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let configuration = try folder.load("pipelines: [a]\nhttp: { listen: 127.0.0.1:1, token: { file: token } }")
        var shown = "\(configuration) \(String(reflecting: configuration))"
        dump(configuration, to: &shown)
        #expect(!shown.contains("tttt") && !shown.contains("116"))
    }

    private func expect(_ text: String, _ problems: [String]) throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        #expect(try folder.problems(text) == problems)
    }
}
