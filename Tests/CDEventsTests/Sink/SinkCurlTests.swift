import Cryptography
import Delivery
import Foundation
import Sinks
import SlipwayTesting
import Subprocess
import Synchronization
import Testing

@testable import CDEvents

/// Events are sent by curl: what it is told, who can see it, and what becomes of it.
@Suite("Webhooks by curl", .timeLimit(.minutes(3)))
struct SinkCurlTests {
    /// URLSession ended the process at one of a few thousand redirects.
    @Test func redirectsAreNotFollowedHoweverMany() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            let redirect = Receiver.Answer.status(302, headers: ["Location": bench.receiver.address])
            bench.receiver.answer(then: redirect)
            let pauses = Pauses { if $0 == 300 { bench.receiver.answer() } }
            try await bench.sink(pauses: pauses).run(wakingOn: noMoreNews)
            #expect(pauses.all.count == 300)
            #expect(bench.receiver.deliveries.count == 300 + bench.expected.count)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
        }
    }

    /// Whenever it happens: before curl is there, while it is told what to send, while it waits.
    @Test func cancellingEndsItAtAnyMoment() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(then: .none)
            for round in 0..<100 {
                let sink = try bench.sink(timeout: .seconds(60))
                let running = Task { try await sink.run(wakingOn: noMoreNews) }
                // In every second round not before there is something to send.
                while round % 2 == 1, !FileManager.default.fileExists(atPath: bench.envelope.path) {
                    await Task.yield()
                }
                for _ in 0..<(round * 20) { await Task.yield() }
                running.cancel()
                await #expect(throws: CancellationError.self) { try await running.value }
                #expect(!FileManager.default.fileExists(atPath: bench.envelope.path))
            }
            bench.receiver.answer()
            try await bench.sink().run(wakingOn: noMoreNews)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
        }
    }

    @Test(arguments: [#"a "b" \c"#, "a\nurl = http:\tb\r", "@-", "# ümlaut ' $(x) %{stdout} \u{B}"])
    func aStateDirectoryMayBeCalledAnything(_ name: String) async throws {
        try await SinkBench.with(Runs.story("hostile"), in: name) { bench in
            try await bench.sink().run(wakingOn: noMoreNews)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
            #expect(
                bench.receiver.deliveries.map { String(decoding: $0.body, as: UTF8.self) }
                    == (try bench.expected.map { try $0.json() }))
        }
    }

    @Test(arguments: ["a=%22&b='\\%7B", "to={a,b}[1-3]", "%0Aoutput=x;$(x)`x`"])
    func anAddressIsSentAsItIs(_ query: String) async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            let address = "http://127.0.0.1:\(bench.receiver.port)/events?\(query)"
            guard let source, let url = URL(string: address) else { return }
            let configuration = try WebhookConfiguration(
                name: "hub", address: url.absoluteString, start: .beginning)
            let sink = WebhookSink(
                configuration, format: EventTranslator(source: source), reader: bench.reader, in: bench.state,
                pacing: Pauses().pacing())
            try await sink.run(wakingOn: noMoreNews)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
            #expect(bench.receiver.deliveries.first?.query == url.query(percentEncoded: true))
        }
    }

    @Test func nobodyCanSeeWhatIsSent() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            bench.receiver.answer(then: .none)
            let secret = try Secret(Array("it's a secret of ours".utf8))
            let sink = try bench.sink(secret: secret, timeout: .seconds(60))
            let running = Task { try await sink.run(wakingOn: noMoreNews) }
            try await eventually("the event is on its way") { bench.receiver.deliveries.count == 1 }
            let attributes = try FileManager.default.attributesOfItem(atPath: bench.envelope.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let shown = try await processes()
            #expect(shown.contains("curl --disable --config -"))
            #expect(!shown.contains(bench.receiver.address) && !shown.contains("X-Slipway-Signature"))
            running.cancel()
            _ = await running.result
            #expect(!FileManager.default.fileExists(atPath: bench.envelope.path))
        }
    }

    @Test func withoutCurlItSaysSoAndGoesOnTrying() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            let reports = Mutex<[SinkReport]>([])
            var sink = try bench.sink(pauses: Pauses { if $0 == 3 { throw CancellationError() } }) { report in
                reports.withLock { $0.append(report) }
            }
            sink.curl = "no-such-curl"
            let absent = sink
            await #expect(throws: CancellationError.self) { try await absent.run(wakingOn: noMoreNews) }
            let reasons = reports.withLock { $0 }.compactMap {
                if case .retrying(_, let reason, _) = $0 { reason } else { nil }
            }
            #expect(reasons == Array(repeating: "there is no curl, which sends events; install it", count: 3))
            try await bench.sink().run(wakingOn: noMoreNews)
            #expect(bench.receiver.taken == bench.expected.map(\.id))
        }
    }

    @Test func nobodyThereIsSaidInCurlsWords() async throws {
        try await SinkBench.with(Runs.story("test failed")) { bench in
            await bench.receiver.stop()
            let reports = Mutex<[SinkReport]>([])
            let pauses = Pauses { _ in throw CancellationError() }
            let sink = try bench.sink(pauses: pauses) { report in reports.withLock { $0.append(report) } }
            await #expect(throws: CancellationError.self) { try await sink.run(wakingOn: noMoreNews) }
            guard case .retrying(_, let reason, _)? = reports.withLock({ $0.first }) else {
                Issue.record("no report")
                return
            }
            #expect(reason.hasPrefix("no answer: curl: (7) "))
            #expect(!reason.contains("to=us"))
        }
    }

    /// What everybody on this machine can see of this process's children.
    private func processes() async throws -> String {
        let result = try await Subprocess.run(
            .name("ps"), arguments: ["-A", "-ww", "-o", "ppid=,args="], output: .string(limit: 4 << 20))
        let own = "\(ProcessInfo.processInfo.processIdentifier) "
        return result.standardOutput.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix(own) }.joined(separator: "\n")
    }
}
