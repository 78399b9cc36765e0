import Control
import Delivery
import FlyingSocks
import Foundation
import SlipwayTesting
import Testing
import Values

/// What a server answers over HTTP, and what comes of it.
@Suite(.serialized)
struct ServeWebTests {
    private static let secret = "a secret of more than sixteen bytes"

    @Test func aSignedPushStartsARunAndAnotherDoesNot() async throws {
        try await ServedFolder.with { served in
            let client = WebClient(port: try FreePort.next())
            let text = "release: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]"
            let shop = try await TestPipeline("shop", in: served, text)
            try configure(served, client)
            let commit = try await shop.commit("1")
            try await served.serve { _ in
                try await isHealthy(client)
                #expect(try await client.push("main", to: "shop", secret: Self.secret + "?").status == 401)
                #expect(try await client.push("main", to: "nothing", secret: Self.secret).status == 404)
                #expect(try await client.push("other", to: "shop", secret: Self.secret).status == 200)
                #expect(try await client.push("main", to: "shop", secret: Self.secret).status == 202)
                try await served.run(1, ends: .succeeded)
                #expect(await served.record(of: 1).current?.change?.commit == commit)
                // The same message again is no news.
                #expect(try await client.push("main", to: "shop", secret: Self.secret).status == 202)
                try await shop.commit("2")
                #expect(try await client.push("main", to: "shop", secret: Self.secret).status == 202)
                try await served.run(2, ends: .succeeded)
                #expect(await served.record(of: 3).current == nil)
            }
        }
    }

    @Test func whatAPersonStartedIsNotStartedAgain() async throws {
        try await ServedFolder.with { served in
            let client = WebClient(port: try FreePort.next())
            let text = "release: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]"
            let shop = try await TestPipeline("shop", in: served, text)
            try configure(served, client)
            try await shop.commit("1")
            try await served.serve { _ in
                try await isHealthy(client)
                try await served.order("run", "shop.yml", "--output", "plain")
                for (asked, commit) in [(1, "2"), (2, "3")] {
                    #expect(try await client.push("main", to: "shop", secret: Self.secret).status == 202)
                    try await eventually("the source was asked", within: .seconds(30)) {
                        try await MetricsPage(of: client).value("slipway_polls_total", ["pipeline": "shop"])
                            == Double(asked)
                    }
                    try await shop.commit(commit)
                    try await served.order("run", "shop.yml", "--output", "plain")
                }
            }
            let runs = try await served.events.count { if case .run(.started) = $0.event { true } else { false } }
            #expect(runs == 3)
        }
    }

    @Test func metricsTellTheTruth() async throws {
        try await ServedFolder.with { served in
            let client = WebClient(port: try FreePort.next())
            let text = ServedFolder.shop(
                port: try FreePort.next(), top: "release: automatic", production: "gate: { approve: {} }", bake: "10h")
            let shop = try await TestPipeline("shop", in: served, text)
            try configure(served, client)
            try await served.serve { _ in
                try await isHealthy(client)
                for run in 1...2 {
                    try await shop.commit("\(run)")
                    _ = try await client.push("main", to: "shop", secret: Self.secret)
                    try await served.run(run, is: .waiting)
                    let page = try await MetricsPage(of: client)
                    #expect(page.value("slipway_runs", ["pipeline": "shop", "state": "waiting"]) == 1)
                    #expect(page.value("slipway_gates_waiting", ["pipeline": "shop"]) == 1)
                    try await served.order("approve", "\(run)")
                    if run == 1 { try await served.run(1, ends: .succeeded) }
                }
                try await expectCanary(served, client)
                try await served.order("promote", "2")
                try await served.run(2, ends: .succeeded)
                try await expectRelease(of: "2", served, client)
            }
        }
    }

    private func expectCanary(_ served: ServedFolder, _ client: WebClient) async throws {
        let place: KeyValuePairs = ["pipeline": "shop", "environment": "production"]
        try await eventually("the split is told", within: .seconds(30)) {
            try await MetricsPage(of: client).value("slipway_split_ratio", place) == 0.25
        }
        try await served.order("freeze", "production", "--reason", "a try")
        let page = try await MetricsPage(of: client)
        #expect(page.value("slipway_runs", ["pipeline": "shop", "state": "running"]) == 1)
        #expect(page.value("slipway_runs_finished_total", ["pipeline": "shop", "result": "succeeded"]) == 1)
        #expect(page.value("slipway_environment_releasing", place) == 1)
        #expect(page.value("slipway_environment_frozen", place) == 1)
        #expect(page.value("slipway_gates_waiting", ["pipeline": "shop"]) == 0)
        try await served.order("halt")
        let halted = try await MetricsPage(of: client)
        #expect(halted.value("slipway_runs", ["pipeline": "shop", "state": "halted"]) == 1)
    }

    private func expectRelease(of version: String, _ served: ServedFolder, _ client: WebClient) async throws {
        let place: KeyValuePairs = ["pipeline": "shop", "environment": "production"]
        let page = try await MetricsPage(of: client)
        #expect(
            page.value(
                "slipway_environment_info", ["pipeline": "shop", "environment": "production", "version": version]) == 1)
        #expect(page.value("slipway_split_ratio", place) == 0)
        #expect(page.value("slipway_environment_releasing", place) == 0)
        #expect(page.value("slipway_runs_finished_total", ["pipeline": "shop", "result": "succeeded"]) == 2)
        let last = try #require(try await served.events.last?.sequence)
        #expect(page.value("slipway_journal_sequence").map { Int64($0) } ?? 0 >= last)
    }

    /// Heads without an end, from clients without a token: releases and orders don't notice.
    @Test func noClientKeepsOrdersFromBeingGiven() async throws {
        try await ServedFolder.with { served in
            let client = WebClient(port: try FreePort.next())
            let text = "release: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]"
            _ = try await TestPipeline("shop", in: served, text)
            try configure(served, client)
            try await served.serve { _ in
                try await isHealthy(client)
                let line = Data("GET / HTTP/1.1\r\nA: \(String(repeating: "a", count: 1 << 20))".utf8)
                let attack = Task {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<3 {
                            group.addTask {
                                while !Task.isCancelled {
                                    let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(client.port))
                                    let socket = try await AsyncSocket.connected(to: address)
                                    try? await socket.write(line)
                                    try? socket.close()
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                var slowest = Duration.zero
                for _ in 0..<20 {
                    let began = ContinuousClock.now
                    _ = try await ControlClient.connect(to: served.stateDirectory).status()
                    slowest = max(slowest, .now - began)
                }
                attack.cancel()
                _ = await attack.result
                #expect(slowest < .seconds(2))
                #expect(try await client.get("/healthz").status == 200)
            }
        }
    }

    /// Whoever looks after a server must hear that its log says nothing any more, and not begin without one.
    @Test func aLogThatCanNotBeWrittenIsSaid() async throws {
        try await ServedFolder.with { served in
            let client = WebClient(port: try FreePort.next())
            let shop = try await TestPipeline(
                "shop", in: served, "release: manual\nstages: [{ name: build, steps: [{ run: 'true' }] }]")
            try await shop.commit("1")
            try configure(served, client, "log: { file: logs/serve.log }")
            let refused = try await served.slipway("serve")
            #expect(refused.status == 2)
            #expect(refused.error.contains("logs/serve.log (open: No such file or directory)"), "\(refused.error)")
            let logs = served.folder.appending(path: "logs")
            try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: false)
            let ending = try await served.serve { _ in
                try await isHealthy(client)
                try FileManager.default.removeItem(at: logs)
                for _ in 0..<2 { try await served.order("run", "shop.yml", "--output", "plain") }
                let answer = try await client.get("/healthz")
                #expect(answer.status == 503)
                #expect(answer.text.contains("the log can't be written to"), "\(answer.text)")
                try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: false)
                try await served.order("run", "shop.yml", "--output", "plain")
                try await isHealthy(client)
            }
            #expect(ending.error.components(separatedBy: "the log can't be written to").count == 2, "\(ending.error)")
        }
    }

    private func configure(_ served: ServedFolder, _ client: WebClient, _ setting: String = "") throws {
        try served.write(Self.secret + "\n", to: "secret")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: served.folder.appending(path: "secret").path)
        try served.configure(
            ["shop"], poll: "never", "http: { listen: 127.0.0.1:\(client.port) }",
            "webhook: { secret: { file: secret } }", setting)
    }

    private func isHealthy(_ client: WebClient) async throws {
        try await eventually("the server is healthy", within: .seconds(30)) {
            (try? await client.get("/healthz").status) == 200
        }
    }
}
