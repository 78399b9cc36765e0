import Delivery
import Foundation
import Hosts
import Platforms
import SlipwayTesting
import StateDirectory
import Testing
import Values

/// A stage that releases to two environments at once, with real processes.
@Suite(.serialized)
struct ParallelReleaseTests {
    private struct Regions {
        let folder: URL
        var state: String { folder.appending(path: "state").path }
        var record: Record { Record(of: 2, in: state) }

        init(in folder: URL) throws {
            self.folder = folder
            let (eu, us) = (try FreePort.next(), try FreePort.next())
            try Data(Self.pipeline(eu, us).utf8).write(to: folder.appending(path: "slipway.yml"))
        }

        private static func pipeline(_ eu: Int, _ us: Int) -> String {
            """
            name: small
            release: automatic
            accept-risk: a test
            stages:
              - name: build
                steps:
                  - run: mkdir -p dist && cp VERSION dist
                  - artifact: { path: dist, version-from: VERSION }
              - name: regions
                parallel: true
                steps:
                  - deploy: eu
                  - deploy: us
            environments:
              eu: \(environment(eu))
              us: \(environment(us))

            """
        }

        private static func environment(_ port: Int) -> String {
            """
            { service: { start: 'exec python3 -m http.server --bind 127.0.0.1 "$PORT"', stop-within: 1s }, \
            traffic: { haproxy: { listen: "127.0.0.1:\(port)" } }, \
            strategy: { canary: { steps: [5%], bake: { for: 10h } } }, \
            health: [ { responding: { http: /VERSION, within: 2s } } ], on-no-data: continue }
            """
        }

        func run(
            _ version: String, beside work: (pid_t) async throws -> Void = { _ in }
        ) async throws -> Program.Ending {
            try Data("\(version)\n".utf8).write(to: folder.appending(path: "VERSION"))
            return try await Program.run(
                ["run", "--output", "plain", "--state", state], in: folder, variables: [:], beside: work)
        }

        func slipway(_ arguments: String...) async throws -> Program.Ending {
            try await Program.run(arguments + ["--state", state], in: folder)
        }

        /// Waits until both candidates have their share.
        func areInCanary() async throws {
            try await eventually("both canaries have their share", within: .seconds(30)) {
                let splits = await record.current?.releases.map(\.split) ?? []
                return splits == [Share(percent: 5), Share(percent: 5)]
            }
        }

        func takeDown() async {
            await HostPlatforms(state: StateDirectory(path: state), now: { .wallClock }).dismantle(["eu", "us"])
        }
    }

    private func withRegions(_ work: (Regions) async throws -> Void) async throws {
        try await withFolder { folder in
            let regions = try Regions(in: folder)
            do {
                let first = try await regions.run("1")
                try #require(first.status == 0, "\(first.output)\(first.error)")
                try await work(regions)
            } catch {
                await regions.takeDown()
                throw error
            }
            await regions.takeDown()
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    @Test func ordersSayWhichIsMeant() async throws {
        try await withRegions { regions in
            let ending = try await regions.run("2") { _ in
                try await regions.areInCanary()
                let refused = try await regions.slipway("rollback")
                #expect(refused.status == 1)
                #expect(refused.error.contains("--environment eu, or --environment us"), "\(refused.error)")
                #expect(try await regions.slipway("halt").status == 0)
                #expect(await regions.record.current?.releases.allSatisfy { $0.isHalted } == true)
                let halted = try await regions.slipway("status").output
                for region in ["eu", "us"] {
                    let orders = "slipway resume 2 --environment \(region) (or rollback, or promote)"
                    #expect(halted.contains("; \(region): \(orders)"), "\(halted)")
                }
                #expect(try await regions.slipway("promote", "2", "--environment", "us").status == 0)
                #expect(try await regions.slipway("rollback", "--environment", "eu").status == 0)
            }
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("eu: halted by "), "\(ending.output)")
            #expect(ending.output.contains("eu rolled back: 1 is in service"))
            #expect(ending.output.contains("us succeeded: 2 is in service"))
            let status = try await regions.slipway("status")
            #expect(status.output.contains("eu: 1 (") && status.output.contains("us: 2 ("), "\(status.output)")
        }
    }

    @Test func bothAreTakenUp() async throws {
        try await withRegions { regions in
            _ = try await regions.run("2") { executor in
                try await regions.areInCanary()
                kill(executor, SIGKILL)
            }
            let arguments = ["run", "--continue", "--output", "plain", "--state", regions.state]
            let ending = try await Program.run(arguments, in: regions.folder) { _ in
                try await eventually("both were taken up", within: .seconds(30)) {
                    let releases = await regions.record.current?.releases ?? []
                    return releases.allSatisfy { $0.phase == .baking && $0.split == Share(percent: 5) }
                }
                #expect(try await regions.slipway("cancel").status == 0)
            }
            #expect(ending.status == 4, "\(ending.output)\(ending.error)")
            for region in ["eu", "us"] { #expect(ending.output.contains("\(region) cancelled: 1 is in service")) }
        }
    }
}
