import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import HAProxy
import Values

extension ChaosReport {
    /// What an effect writes to takes nothing more, or whom it talks to is not to be reached: nothing hangs, what is said
    /// names the place, and users keep what they have.
    @Suite(.serialized, .enabled(if: Mount.isPossible))
    struct TroubleReadOnlyTests {
        /// A directory, and with it the effects that need it.
        enum Place: String, CaseIterable {
            /// Making the artifact.
            case artifacts
            /// Preparing: placing the release.
            case releases = "environments/production/releases"
            /// Starting and stopping instances.
            case instances = "environments/production/run"
            /// Preparing, making the candidate known, shifting, promoting.
            case router = "environments/production/router"
            /// Running and ending commands.
            case commands = "runs"
            /// The control socket, the feed, the journal's neighbours.
            case state = ""
        }

        enum Moment: String, CaseIterable {
            /// A step's command runs; the artifact, preparing, starting, shifting and promoting are still to come.
            case step
            /// The candidate has its share; promoting, draining and stopping are still to come.
            case canary
        }

        @Test(.timeLimit(.minutes(1)), arguments: Place.allCases, Moment.allCases)
        func nothingHangs(place: Place, moment: Moment) async throws {
            try await withRelease { release in
                let ending = try await carryOut(release, place, moment)
                let told = ending.output + ending.error
                // What is open stays open: not every place is written to again.
                #expect([0, 1, 3, 5].contains(ending.status), "\(told)")
                #expect(!told.contains("NSCocoaErrorDomain") && !told.contains("Fatal error"), "\(told)")
                let isNamed =
                    told.contains("ead-only") || told.contains("nobody saw how it ended; output: \(release.state)")
                #expect(ending.status != 5 || isNamed, "\(told)")
                #expect(["1", "2"].contains(try await release.served), "\(told)")
                // With room to write, whatever was under way comes to its end.
                if await release.record.current?.result == nil {
                    let next = try await Program.run(
                        ["run", "--continue", "--output", "plain", "--state", release.state], in: release.folder)
                    #expect([0, 3].contains(next.status), "\(next.output)\(next.error)")
                }
                #expect(["1", "2"].contains(try await release.served), "\(told)")
            }
        }

        private func withRelease(_ work: (SmallRelease) async throws -> Void) async throws {
            try await withFolder { folder in
                let release = try SmallRelease(
                    in: folder, before: "touch begun; until [ -e go ] || [ ! -e begun ]; do sleep 0.02; done",
                    canary: "steps: [5%], bake: { for: 2s, requests: 0 }")
                try await release.releaseFirst()
                do {
                    try await work(release)
                } catch {
                    try await release.takeDown()
                    throw error
                }
                try await release.takeDown()
                try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
            }
        }

        private func carryOut(_ release: SmallRelease, _ place: Place, _ moment: Moment) async throws -> Program.Ending
        {
            let path = release.state + (place.rawValue.isEmpty ? "" : "/" + place.rawValue)
            return try await Program.run(
                ["run", "--output", "plain", "--state", release.state], in: release.folder
            ) { executor in
                try await eventually("the step runs") { release.has("begun") }
                if moment == .canary {
                    try release.write("go")
                    try await eventually("the canary has its share", within: .seconds(20)) {
                        await release.record.current?.release?.split == Share(percent: 5)
                    }
                }
                try await Mount.withReadOnly(path) {
                    try release.write("go")
                    try await Program.endsAtTheFirstInterrupt(executor)
                }
            }
        }
    }
}
