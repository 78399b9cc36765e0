import Delivery
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess
import Testing
import HAProxy
import Values

extension ChaosReport {
    /// What a run stands on goes away under it: nothing hangs, the message says what and where, and the first interrupt
    /// works. A full disk has tests of its own, and so have routers and instances.
    @Suite(.serialized)
    struct TroubleTests {
        enum Trouble: String, CaseIterable {
            /// The state directory is moved away.
            case stateGone
            /// Nobody can ask the executor any more.
            case socketGone
            /// Nothing can be opened or started any more.
            case noDescriptors
            case routerKilled

            func happen(to release: SmallRelease, _ executor: pid_t) async throws {
                switch self {
                case .stateGone: try #require(rename(release.state, release.state + ".away") == 0)
                case .socketGone: unlink(StateDirectory(path: release.state).controlSocket)
                case .routerKilled: kill(try await release.router.counters().processIdentifier, SIGKILL)
                // Fewer than it has open: what is closed makes no room.
                case .noDescriptors: try await TroubleTests.limitDescriptors(of: executor, to: 12)
                }
            }
        }

        private static func limitDescriptors(of executor: pid_t, to count: Int) async throws {
            let result = try await Subprocess.run(
                .name("prlimit"), arguments: ["--pid", "\(executor)", "--nofile=\(count):"], output: .discarded,
                error: .discarded)
            try #require(result.terminationStatus.isSuccess)
        }

        enum Moment: String, CaseIterable {
            /// A step's command runs; the artifact, preparing, starting, shifting and promoting are still to come.
            case step
            /// The candidate has its share; promoting, draining and stopping are still to come.
            case canary
        }

        @Test(.timeLimit(.minutes(1)), arguments: Trouble.allCases, Moment.allCases)
        func nothingHangs(trouble: Trouble, moment: Moment) async throws {
            try await withFolder { folder in
                let release = try SmallRelease(
                    in: folder, before: "touch begun; until [ -e go ] || [ ! -e begun ]; do sleep 0.02; done",
                    // Long enough for the trouble to come before the promotion.
                    canary: "steps: [5%], bake: { for: \(moment == .canary ? "2s" : "500ms"), requests: 0 }")
                try await release.releaseFirst()
                let ending = try await Program.run(["run", "--output", "plain", "--state", release.state], in: folder) {
                    executor in
                    let begun = folder.appending(path: "begun").path
                    try await eventually("the step runs") { FileManager.default.fileExists(atPath: begun) }
                    if moment == .step { try await trouble.happen(to: release, executor) }
                    try Data().write(to: folder.appending(path: "go"))
                    if moment == .canary {
                        try await eventually("the canary has its share", within: .seconds(20)) {
                            await release.record.current?.release?.split == Share(percent: 5)
                        }
                        try await trouble.happen(to: release, executor)
                    }
                    if trouble == .noDescriptors {
                        try await eventually("that is said", within: .seconds(20)) {
                            try await release.record.events.contains { "\($0.event)".contains("Too many open files") }
                        }
                        if !Program.hasEnded(executor) { try await Self.limitDescriptors(of: executor, to: 1024) }
                    }
                    try await Program.endsAtTheFirstInterrupt(executor)
                }
                check(ending, trouble)
                rename(release.state + ".away", release.state)
                try await release.takeDown()
                var left: [String] = []
                for _ in 0..<100 {
                    left = try await Leftovers.processes(of: folder)
                    if left.isEmpty { break }
                    try await Task.sleep(for: .milliseconds(100))
                }
                #expect(left.isEmpty, "\(left.map { $0.prefix(300) })")
            }
        }

        private func check(_ ending: Program.Ending, _ trouble: Trouble) {
            let told = ending.output + ending.error
            #expect(ending.status >= 0, "\(told)")
            #expect(!told.contains("NSCocoaErrorDomain") && !told.contains("Fatal error"), "\(told)")
            switch trouble {
            case .stateGone:
                #expect(ending.status == 5, "\(told)")
                #expect(ending.error.contains("journal.sqlite"), "\(told)")
            case .socketGone, .routerKilled: #expect(ending.status == 0, "\(told)")
            case .noDescriptors:
                #expect(ending.status == 5, "\(told)")
                #expect(ending.output.contains("Too many open files"), "\(told)")
            }
        }

        /// The script that would have told how the step ended is gone, and the step with it or not: nobody can tell.
        @Test func aKilledSupervisorIsAnError() async throws {
            try await withFolder { folder in
                let pipeline = """
                    name: orphan
                    release: automatic
                    stages: [{ name: build, steps: [{ run: "kill -9 $PPID; sleep 0.2" }] }]

                    """
                try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
                let ending = try await Program.run(["run", "--output", "plain"], in: folder)
                #expect(ending.status == 5, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("nobody saw how it ended"))
            }
        }
    }
}
