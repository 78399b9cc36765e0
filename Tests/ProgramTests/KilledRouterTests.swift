import Delivery
import Foundation
import SlipwayTesting
import Subprocess
import Testing
import Values

/// HAProxy is killed during a release, at every kind of moment: it is started again, and that is told. Where it can't
/// be, nobody is said to be served.
@Suite(.serialized)
struct KilledRouterTests {
    enum Moment: String, CaseIterable {
        /// The candidate is not ready yet.
        case starting
        /// The candidate is ready at that moment, and the router is to be told of it.
        case attaching
        case baking
        /// The candidate has passed its last step at that moment.
        case promoting
        case watching
        case draining
        case confirming
        case stopping
        /// The candidate is being taken back.
        case withdrawing
    }

    @Test(.timeLimit(.minutes(2)), arguments: Moment.allCases)
    func itIsStartedAgain(moment: Moment) async throws {
        try await with(moment) { release in
            let ending = try await release.second { executor in
                try await kill(at: moment, in: release, executor)
            }
            let isTakenBack = moment == .withdrawing
            #expect(ending.status == (isTakenBack ? 3 : 0), "\(ending.output)\(ending.error)")
            #expect(try await release.served == (isTakenBack ? "1" : "2"), "\(ending.output)")
            #expect(
                ending.output.contains("the router of production was gone, and was started again"), "\(ending.output)")
            #expect(ending.output.contains("\(isTakenBack ? "1" : "2") is in service\n"), "\(ending.output)")
            #expect(try await release.ledger.environments["production"]?.routerTrouble == nil)
            let status = try await Program.run(["status", "--state", release.state], in: release.folder)
            #expect(!status.output.contains("DOWN"), "\(status.output)")
        }
    }

    /// Nothing can start HAProxy any more: the release ends, and says what is wrong and what to do.
    @Test(.timeLimit(.minutes(2)), arguments: [Moment.starting, .baking, .stopping])
    func oneThatCannotBeStartedIsNotSaidToServe(moment: Moment) async throws {
        try await with(moment) { release in
            let programs = release.folder.appending(path: "programs")
            try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
            let program = programs.appending(path: "haproxy")
            try FileManager.default.createSymbolicLink(
                at: program, withDestinationURL: URL(filePath: try await Self.pathOfHAProxy()))
            let ending = try await release.second(["SLIPWAY_HAPROXY_PATH": programs.path]) { executor in
                try await kill(at: moment, in: release, executor) {
                    try FileManager.default.removeItem(at: program)
                }
            }
            #expect(ending.status == 5, "\(ending.output)\(ending.error)")
            #expect(!ending.output.contains("is in service\n"), "\(ending.output)")
            #expect(ending.output.contains("the router was not seen to run"), "\(ending.output)")
            #expect(ending.output.contains("HAProxy is not installed"), "\(ending.output)")
            #expect(try await release.ledger.environments["production"]?.routerTrouble != nil)
            try await expectThatDoctorKnowsWhatToType(release)
        }
    }

    /// What it says is typed as it stands.
    private func expectThatDoctorKnowsWhatToType(_ release: SmallRelease) async throws {
        let doctor = try await Program.run(["doctor", "--state", release.state], in: release.folder)
        #expect(doctor.status == 1)
        let line = doctor.output.split(separator: "\n").first { $0.contains("haproxy -D") }
        let text = try #require(line, "\(doctor.output)")
        #expect(!doctor.output.contains("instances again yet"), "the instances answer: \(doctor.output)")
        let command = try #require(text.firstRange(of: "haproxy -D").map { String(text[$0.lowerBound...]) })
        _ = try await Subprocess.run(
            .name("sh"), arguments: ["-c", "PATH=$PATH:/usr/local/sbin:/usr/sbin; \(command)"], output: .discarded,
            error: .discarded)
        #expect(try await release.served != nil, "\(command)")
        let again = try await Program.run(["doctor", "--state", release.state], in: release.folder)
        #expect(again.output.contains("✔ production"), "\(again.output)")
    }

    private static func pathOfHAProxy() async throws -> String {
        let answer = try await Subprocess.run(
            .name("sh"), arguments: ["-c", "PATH=$PATH:/usr/local/sbin:/usr/sbin; command -v haproxy"],
            output: .string(limit: 4096), error: .discarded)
        return answer.standardOutput.trimmingCharacters(in: .newlines)
    }

    /// Takes the release to its moment, and kills the router then.
    ///
    /// - Parameter before: done just before that.
    private func kill(
        at moment: Moment, in release: SmallRelease, _ executor: pid_t, before: () throws -> Void = {}
    ) async throws {
        let service = KilledService(state: release.state)
        func killRouter() async throws {
            try before()
            try await service.killRouter()
        }
        func reach(_ phase: ReleasePhase) async throws {
            try await eventually("the release is \(phase)", within: .seconds(30)) {
                await release.record.current?.release?.phase == phase
            }
        }
        switch moment {
        case .starting:
            try await reach(.starting)
            try await killRouter()
            try await eventually("it is noticed", within: .seconds(20)) {
                try await release.record.events.contains { $0.event.isOfRouter }
            }
            try release.write("go")
        case .attaching:
            try await reach(.starting)
            try await killRouter()
            try release.write("go")
        case .baking, .promoting:
            try await reach(.baking)
            // The end of a bake of 500 ms is met by no later look.
            if moment == .promoting { try await Task.sleep(for: .milliseconds(450)) }
            try await killRouter()
        case .watching:
            try await reach(.watching)
            try await killRouter()
        case .draining:
            try await reach(.draining)
            try await killRouter()
        case .confirming:
            try await confirming(service) { try await killRouter() }
        case .stopping:
            try await confirming(service) { try service.signal(SIGSTOP, .blue) }
            try await reach(.stopping)
            try await killRouter()
        case .withdrawing:
            try await reach(.baking)
            try await killRouter()
            try service.kill(.green)
        }
        /// The candidate is slow to prove itself once more.
        func confirming(_ service: KilledService, _ work: () async throws -> Void) async throws {
            try await reach(.draining)
            try service.signal(SIGSTOP, .green)
            try await reach(.confirming)
            try await work()
            try service.signal(SIGCONT, .green)
        }
    }

    private func with(_ moment: Moment, _ work: (SmallRelease) async throws -> Void) async throws {
        try await withFolder { folder in
            let go = folder.appending(path: "go").path
            let waits = moment == .starting || moment == .attaching
            let isDrained = [.draining, .confirming, .stopping].contains(moment)
            let release = try SmallRelease(
                in: folder, start: waits ? "until [ -e '\(go)' ]; do sleep 0.02; done" : "true",
                canary: "steps: [5%], bake: { for: \(moment == .withdrawing ? "10h" : "500ms"), requests: 0 }",
                watch: moment == .watching ? "1500ms" : "0s",
                drainWithin: "1s")
            if isDrained { try release.addSomethingLarge() }
            try await release.releaseFirst()
            do {
                if isDrained {
                    try await release.withSlowDownload { try await work(release) }
                } else {
                    try await work(release)
                }
            } catch {
                try await release.takeDown()
                throw error
            }
            try await release.takeDown()
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }
}

extension Event {
    fileprivate var isOfRouter: Bool {
        switch self {
        case .service(_, .routerDown), .service(_, .routerUp): true
        default: false
        }
    }
}
