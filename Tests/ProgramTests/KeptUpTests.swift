import Delivery
import DemoShop
import Foundation
import Hosts
import Journal
import SlipwayTesting
import Subprocess
import Testing
import Values

/// What is in service is kept up, with real processes: whatever dies is there again within seconds.
@Suite(.serialized)
struct KeptUpTests {
    /// A server that has released version 1, with two instances.
    private func withService(_ work: (ServedFolder, Int) async throws -> Void) async throws {
        try await ServedFolder.with { served in
            let port = try FreePort.next()
            try await TestPipeline("shop", in: served, ServedFolder.shop(port: port)).commit("1")
            try served.configure(["shop"])
            try await work(served, port)
        }
    }

    private func released(_ served: ServedFolder) async throws -> KilledService {
        try await served.run(1, ends: .succeeded)
        return KilledService(state: served.state)
    }

    /// Whether users get an answer.
    private func answers(_ port: Int) async -> Bool {
        let answer = try? await Subprocess.run(
            .name("curl"), arguments: ["-s", "-f", "-m", "2", "-o", "/dev/null", "http://127.0.0.1:\(port)/healthz"],
            output: .discarded, error: .discarded)
        return answer?.terminationStatus.isSuccess == true
    }

    private func isServedAgain(_ port: Int, _ what: String) async throws {
        try await eventually("users are served again after \(what)", within: .seconds(20)) { await answers(port) }
    }

    private func events(of served: ServedFolder) async throws -> [ServiceEvent] {
        try await served.events.compactMap { if case .service(_, let event) = $0.event { event } else { nil } }
    }

    @Test func whateverDiesIsThereAgain() async throws {
        try await withService { served, port in
            try await served.serve { _ in
                let service = try await released(served)
                let slot = try #require(try await served.ledger.stable(in: "production")?.slot)
                let before = try #require(try await served.ledger.stable(in: "production"))
                try service.kill(slot, forGood: false)
                try await isServedAgain(port, "every instance was killed")
                try await service.killRouter()
                try await isServedAgain(port, "the router was killed")
                try service.kill(slot, forGood: false)
                try await service.killRouter()
                try await isServedAgain(port, "everything was killed")
                try await eventually("the ledger says so", within: .seconds(20)) {
                    let record = try await served.ledger.environments["production"]
                    return record?.down.isEmpty == true && record?.routerTrouble == nil
                }
                #expect(try await served.ledger.stable(in: "production") == before, "the same instances and ports")
                let events = try await events(of: served)
                #expect(events.contains { if case .instanceRestarting(_, 2) = $0 { true } else { false } })
                #expect(events.contains { if case .instanceRestarting(_, 3) = $0 { true } else { false } })
                #expect(events.contains(.routerUp(startedAgain: true)))
                let status = try await served.slipway("status")
                #expect(!status.output.contains("DOWN"), "\(status.output)")
                let logs = try await served.slipway("logs", "1")
                #expect(logs.status == 0, "\(logs.error)")
            }
            #expect(
                try await Leftovers.processes(of: served.folder).filter { $0.contains("serve --port") }.isEmpty == false
            )
        }
    }

    @Test func aRebootBringsBackWhatWasInService() async throws {
        try await withService { served, port in
            var before: Deployment?
            _ = try await served.run { server in
                let service = try await released(served)
                before = try await served.ledger.stable(in: "production")
                kill(server, SIGKILL)
                try await service.killRouter()
                try service.kill(try #require(before?.slot), forGood: false)
            }
            #expect(await !answers(port))
            let status = try await served.slipway("status")
            #expect(status.output.contains("DOWN"), "\(status.output)")
            let doctor = try await served.slipway("doctor")
            #expect(doctor.output.contains("slipway up production"), "\(doctor.output)")
            try await served.serve { _ in
                try await isServedAgain(port, "a reboot")
                #expect(try await served.ledger.stable(in: "production") == before)
            }
        }
    }

    @Test func downEndsItAndUpBringsItBack() async throws {
        try await withService { served, port in
            try await served.serve { _ in
                _ = try await released(served)
                #expect(try await served.slipway("down", "production").status == 2, "why?")
                let down = try await served.slipway("down", "production", "--reason", "a new disk")
                #expect(down.status == 0, "\(down.output)\(down.error)")
                #expect(await !answers(port))
                try await eventually("nothing runs", within: .seconds(20)) {
                    try await Leftovers.processes(of: served.folder).filter { $0.contains("serve --port") }.isEmpty
                }
                let status = try await served.slipway("status")
                #expect(status.output.contains("taken down by"), "\(status.output)")
                #expect(status.output.contains("a new disk"))
                #expect(try await served.slipway("down", "production", "--reason", "again").status == 1)
                let up = try await served.slipway("up", "production")
                #expect(up.status == 0, "\(up.output)\(up.error)")
                #expect(await answers(port))
            }
            // The same without a server.
            #expect(try await served.slipway("down", "production", "--reason", "moving").status == 0)
            #expect(await !answers(port))
            let up = try await served.slipway("up", "production")
            #expect(up.status == 0, "\(up.output)\(up.error)")
            #expect(up.output.contains("is up"))
            #expect(await answers(port))
            #expect(try await served.slipway("up", "staging").status == 1)
        }
    }

    /// One that can't be started is told, tried again, and comes back once it can be.
    @Test func whatCanNotBeStartedIsToldAndTriedAgain() async throws {
        try await withService { served, port in
            try await served.serve { _ in
                let service = try await released(served)
                try service.kill(try #require(try await served.ledger.stable(in: "production")?.slot))
                try await eventually("it is told", within: .seconds(20)) {
                    try await events(of: served).contains { if case .restartFailed = $0 { true } else { false } }
                }
                let status = try await served.slipway("status")
                #expect(status.output.contains("could not be started again"), "\(status.output)")
                try service.allowStarts()
                try await isServedAgain(port, "it could be started again")
            }
        }
    }
}
