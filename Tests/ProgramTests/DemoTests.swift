import Delivery
import DemoShop
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

/// The demo, from its first line to the last process: real processes, a real HAProxy, real requests.
@Suite(.serialized)
struct DemoTests {
    @Test func aGoodVersionIsReleasedAndNoCustomerNotices() async throws {
        try await withFolder { folder in
            let ending = try await demo("good", in: folder)
            #expect(ending.status == 0)
            let last = try #require(try ending.objects().last)
            #expect(last["type"] as? String == "runFinished")
            #expect((last["data"] as? [String: Any])?["result"] as? String == "succeeded")
            let report = try CustomerReport(contentsOf: folder.appending(path: "customers.json"))
            #expect(report.finished)
            #expect(report.totals.results.failed == 0)
            #expect(report.totals.skipped == 0)
            #expect(try #require(report.versions["1.42.0"]).ok > 100)
            #expect(try ending.failuresInSamples() == 0)
            #expect(ending.error.contains("in service at the end: 1.42.0 "), "\(ending.error)")
            try await expectNothingLeft(of: folder)
        }
    }

    @Test(arguments: [("errors", "errors", "errors"), ("crash", "running", "ended")])
    func aBadVersionIsRolledBackWithTheReason(scenario: String, rule: String, kind: String) async throws {
        try await withFolder { folder in
            let ending = try await demo(scenario, in: folder)
            #expect(ending.status == 3)
            let last = try #require(try ending.objects().last)
            let data = try #require(last["data"] as? [String: Any])
            let finding = try #require(data["finding"] as? [String: Any])
            #expect(data["result"] as? String == "rolledBack")
            #expect(finding["rule"] as? String == rule)
            #expect((finding["value"] as? [String: Any])?["kind"] as? String == kind)
            #expect((finding["limit"] as? [String: Any])?["kind"] as? String != nil)
            if scenario == "errors" { #expect(try #require(finding["failedRequests"] as? Int) > 0) }
            if scenario == "errors" { #expect(try #require(finding["evidence"] as? Double) >= 1000) }
            let report = try CustomerReport(contentsOf: folder.appending(path: "customers.json"))
            #expect(report.versions["1.41.0"]?.failed == 0)
            // What Slipway counted is what customers met, to the last request, but for those that it says went unseen.
            let counted = try #require(finding["failedRequests"] as? Int)
            let unseen = finding["unseenRequests"] as? Int ?? 0
            #expect((counted...counted + unseen).contains(report.totals.results.failed))
            #expect(try ending.failuresInSamples() == counted)
            try await expectPreviousVersion(in: folder)
            try await expectNothingLeft(of: folder)
        }
    }

    private func demo(_ scenario: String, in folder: URL) async throws -> Program.Ending {
        try await Program.run([
            "demo", "--scenario", scenario, "--headless", "--output", "json", "--step-time", "3", "--state",
            folder.path,
        ])
    }

    /// The second release ended with exactly what the first one had put into service.
    private func expectPreviousVersion(in folder: URL) async throws {
        let events = try await Program.run(["events", "--output", "json", "--state", folder.path]).objects()
        let digests = events.filter { $0["type"] as? String == "releaseFinished" }.map { event in
            let running = (event["data"] as? [String: Any])?["running"] as? [String: Any]
            return (running?["artifact"] as? [String: Any])?["digest"] as? String
        }
        #expect(digests.count == 2)
        #expect(digests[0] != nil && digests[0] == digests[1])
    }

    private func expectNothingLeft(of folder: URL) async throws {
        #expect(try await Leftovers.processes(of: folder) == [])
        #expect(try Leftovers.sockets(in: folder) == [])
    }

    /// Stable hangs in the canary: with nobody there, the demo goes on when it is back, and ends where it never is.
    @Test(.timeLimit(.minutes(3)), arguments: [true, false])
    func aHeadlessDemoWithoutStableEnds(isBackSoon: Bool) async throws {
        try await withFolder { folder in
            let record = Record(of: 2, in: folder.path)
            let service = KilledService(state: folder.path)
            let arguments = ["demo", "--headless", "--output", "plain", "--step-time", "4", "--state", folder.path]
            let ending = try await Program.run(arguments, in: folder) { _ in
                try await eventually("the candidate has its share", within: .seconds(60)) {
                    await record.current?.release?.phase == .baking
                }
                try service.signal(SIGSTOP, .blue)
                try await eventually("the rule halts it", within: .seconds(30)) {
                    await record.current?.release?.halt?.by == .policy
                }
                if isBackSoon { try service.signal(SIGCONT, .blue) }
            }
            #expect(ending.status == (isBackSoon ? 0 : 1), "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("stable does not come back") != isBackSoon, "\(ending.output)")
            try await expectNothingLeft(of: folder)
        }
    }

    /// Nobody is left to do it but the person, who has one command for it.
    @Test func whatAKilledDemoLeftIsTakenDown() async throws {
        try await withFolder { folder in
            let record = Record(of: 2, in: folder.path)
            try await Program.kill(["demo", "--headless", "--step-time", "60", "--state", folder.path]) { _ in
                await record.current?.release?.wasExposed == true
            }
            #expect(try await !Leftovers.processes(of: folder).isEmpty)
            let ending = try await Program.run(["demo", "--take-down", "--state", folder.path])
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("taken down: \(folder.path)"))
            try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
            let nothing = try await Program.run(["demo", "--take-down", "--state", "/nonexistent"])
            #expect(nothing.status == 2)
        }
    }

    /// The shop would take the place of what is in service there, and be taken down with it.
    @Test(arguments: [["--headless"], ["--take-down"]]) func aRealStateDirectoryIsLeftAlone(options: [String])
        async throws
    {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder)
            try await release.releaseFirst()
            let ending = try await Program.run(["demo", "--state", release.state] + options)
            #expect(ending.status == 2 && ending.error.contains("is no demo's"), "\(ending.output)\(ending.error)")
            #expect(try await release.served == "1")
            try await release.takeDown()
        }
    }

    /// What could not be ended is said, and what it can be found by stays.
    @Test func whatCannotBeTakenDownIsNotSaidToBe() async throws {
        try await withFolder { folder in
            let state = StateDirectory(path: folder.appending(path: "slipway-demo-try").path)
            try await Journal.open(in: state).close()
            let instance = URL(filePath: state.environment("production")).appending(path: "run/green-1/r2-0")
            try FileManager.default.createDirectory(at: instance, withIntermediateDirectories: true)
            try Data("not a process group".utf8).write(to: instance.appending(path: "claim"))
            let ending = try await Program.run(["demo", "--take-down", "--state", state.path])
            #expect(ending.status == 5, "\(ending.output)\(ending.error)")
            #expect(ending.error.contains(instance.path), "\(ending.error)")
            #expect(!ending.output.contains("taken down"))
            #expect(FileManager.default.fileExists(atPath: instance.path))
            try FileManager.default.removeItem(at: instance)
            let again = try await Program.run(["demo", "--take-down", "--state", state.path])
            #expect(again.status == 0, "\(again.output)\(again.error)")
            #expect(!FileManager.default.fileExists(atPath: state.environment("production")))
        }
    }
}

extension Program.Ending {
    /// Failed requests of both sides, over all samples.
    fileprivate func failuresInSamples() throws -> Int {
        try objects().filter { $0["type"] as? String == "trafficSampled" }.reduce(0) { sum, event in
            let sample = (event["data"] as? [String: Any])?["sample"] as? [String: Any]
            let dispatches = sample?["dispatches"] as? [[String: Any]] ?? []
            return sum + dispatches.map(Self.failures).reduce(0, +)
        }
    }

    private static func failures(in dispatch: [String: Any]) -> Int {
        ["stable", "candidate"].compactMap { (dispatch[$0] as? [String: Any])?["bad"] as? Int }.reduce(0, +)
    }
}
