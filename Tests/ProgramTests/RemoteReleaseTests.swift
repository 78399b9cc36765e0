import Delivery
import DemoShop
import Hosts
import Platforms
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess
import Testing
import Values
import Variables

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Releases onto a host behind a real sshd, with real requests from before the second to the end.
@Suite(.serialized, .enabled(if: SSHServer.isInstalled))
struct RemoteReleaseTests {
    @Test func aReleaseOverSSHSucceedsThoughTheConnectionIsCutAllTheTime() async throws {
        try await withRemote { remote in
            #expect(try await remote.release("1.41.0").status == 0)
            let (ending, report) = try await remote.withCustomers { _ in
                let vandal = Task {
                    while !Task.isCancelled {
                        try await Task.sleep(for: .milliseconds(1500))
                        try await remote.server?.cutConnections()
                    }
                }
                defer { vandal.cancel() }
                return try await remote.release("1.42.0")
            }
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            #expect(report.totals.results.failed == 0)
            #expect(try #require(report.versions["1.42.0"]).ok > 50)
            try await remote.expectCurrentVersion("1.42.0")
        }
    }

    /// What an instance prints is on its host, and is read and followed from here.
    @Test(.timeLimit(.minutes(2))) func theLogOfAnInstanceIsReadOverSSH() async throws {
        try await withRemote { remote in
            #expect(try await remote.release("1.41.0").status == 0)
            let logs = try await remote.logs("1", "blue-2")
            #expect(logs.status == 0 && logs.output.hasPrefix("beginning\n"), "\(logs.output)\(logs.error)")
            async let followed = remote.logs("--follow", "blue-1")
            await remote.takeDown()
            #expect(try await followed.output.hasPrefix("beginning\n"))
        }
    }

    @Test func aBadVersionIsRolledBack() async throws {
        try await withRemote { remote in
            #expect(try await remote.release("1.41.0").status == 0)
            let (ending, report) = try await remote.withCustomers { _ in
                try await remote.release("1.42.0", fault: #", "errorRate": 0.2"#)
            }
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            #expect(report.versions["1.41.0"]?.failed == 0)
            try await remote.expectCurrentVersion("1.41.0")
        }
    }

    /// What an executor started that is dead now is found again on the host, and not started a second time.
    @Test func aKilledExecutorIsTakenUp() async throws {
        try await withRemote { remote in
            #expect(try await remote.release("1.41.0").status == 0)
            let (ending, report) = try await remote.withCustomers { customers in
                try await remote.releaseUntil("1.42.0") { await customers.report.versions["1.42.0"] != nil }
                return try await remote.takeUp()
            }
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            #expect(report.totals.results.failed == 0)
            #expect(
                try remote.startedServices() == [
                    "blue-1/run-1-1", "blue-2/run-1-1", "green-1/run-2-1", "green-2/run-2-1",
                ])
            try await remote.expectCurrentVersion("1.42.0")
        }
    }

    /// The archive is here and the releases are there: nothing is built, and nobody notices.
    @Test func backToAnEarlierVersionAndForthAgain() async throws {
        try await withRemote { remote in
            #expect(try await remote.release("1.40.0").status == 0)
            let (_, report) = try await remote.withCustomers { _ in
                for version in ["1.41.0", "1.42.0"] { #expect(try await remote.release(version).status == 0) }
                _ = try await remote.back(to: "1.40.0")
                return try await remote.back(to: "1.42.0")
            }
            #expect(report.totals.results.failed == 0)
            #expect(try #require(report.versions["1.40.0"]).ok > 0)
        }
    }

    @Test func whatWasTakenDownThereIsBroughtUpAgain() async throws {
        try await withRemote { remote in
            #expect(try await remote.release("1.41.0").status == 0)
            let down = try await remote.slipway("down", "production", "--reason", "a new disk")
            #expect(down.status == 0, "\(down.output)\(down.error)")
            let up = try await remote.slipway("up", "production")
            #expect(up.status == 0, "\(up.output)\(up.error)")
            #expect(up.output.contains("2 of 2 instances answer"), "\(up.output)")
            #expect(
                try remote.startedServices() == [
                    "blue-1/run-1-1", "blue-1/run-1-1.start-2", "blue-2/run-1-1", "blue-2/run-1-1.start-2",
                ])
        }
    }

    /// Nobody can tell how it is there: that is no failure of the version.
    @Test func aHostThatCannotBeReachedIsAnErrorInSSHsWords() async throws {
        try await withFolder { folder in
            let remote = try Remote(folder: folder, server: nil, port: FreePort.next())
            let ending = try await remote.release("1.41.0")
            #expect(ending.status == 5)
            #expect(ending.output.contains("Connection refused"))
            #expect(ending.output.contains("see that sshd listens"))
        }
    }

    private func withRemote(_ work: (Remote) async throws -> Void) async throws {
        try await withFolder { folder in
            let place = folder.appending(path: "sshd", directoryHint: .isDirectory)
            try await SSHServer.serving(in: place) { server in
                let remote = try Remote(folder: folder, server: server, port: server.port)
                do {
                    try await work(remote)
                } catch {
                    await remote.takeDown()
                    throw error
                }
                await remote.takeDown()
            }
            try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
        }
    }
}

/// A pipeline that releases the shop to one host over SSH, and those who visit it.
private struct Remote: Sendable {
    let folder: URL
    let server: SSHServer?
    private let listen: Endpoint
    private let host: String
    private let variables: [String: String]

    init(folder: URL, server: SSHServer?, port: Int) throws {
        self.folder = folder
        self.server = server
        listen = Endpoint(address: "127.0.0.1", port: try FreePort.next())
        host = "ssh://127.0.0.1:\(port)"
        variables = [
            "SLIPWAY_DEMO_SHOP": Program.products.appending(path: "slipway-demo-shop").path,
            "SLIPWAY_SSH_CONFIG": server?.configuration ?? "/dev/null",
        ]
    }

    var state: String { folder.appending(path: "state").path }

    func release(_ version: String, fault: String = "") async throws -> Program.Ending {
        try write(version, fault)
        return try await Program.run(arguments, in: folder, variables: variables)
    }

    /// Kills the executor when the condition holds.
    func releaseUntil(_ version: String, _ condition: @Sendable () async -> Bool) async throws {
        try write(version, "")
        _ = try await Subprocess.run(
            .path(FilePath(Program.path)), arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })),
            workingDirectory: FilePath(folder.path), input: .none, output: .discarded, error: .discarded
        ) { execution in
            try await eventually("time to kill", within: .seconds(60), condition)
            try? execution.send(signal: .kill)
        }
    }

    func takeUp() async throws -> Program.Ending {
        try await Program.run(arguments + ["--continue"], in: folder, variables: variables)
    }

    /// Releases what was built before.
    func back(to version: String) async throws -> Program.Ending {
        let ending = try await slipway("release", version, "--to", "production", "--output", "plain")
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        try await expectCurrentVersion(version)
        return ending
    }

    func slipway(_ words: String...) async throws -> Program.Ending {
        try await Program.run(words + ["--state", state], in: folder, variables: variables)
    }

    func logs(_ words: String...) async throws -> Program.Ending {
        try await Program.run(["logs", "--state", state] + words, in: folder, variables: variables)
    }

    private var arguments: [String] { ["run", "--output", "plain", "--state", state] }

    private func write(_ version: String, _ fault: String) throws {
        try Data(#"{ "version": "\#(version)"\#(fault) }"#.utf8).write(to: folder.appending(path: "shop.json"))
        try Data("\(version)\n".utf8).write(to: folder.appending(path: "VERSION"))
        try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
    }

    private var pipeline: String {
        """
        name: shop
        release: automatic
        stages:
          - name: build
            steps:
              - run: mkdir -p dist && cp "$SLIPWAY_DEMO_SHOP" dist/shop && cp shop.json dist/
              - artifact: { path: dist, version-from: VERSION }
          - name: production
            steps:
              - deploy: production
        environments:
          production:
            hosts: ["\(host)"]
            service: { start: "echo beginning; exec ./shop serve --port $PORT --config shop.json", stop-within: 5s, instances: 2 }
            traffic: { haproxy: { listen: "\(listen)", sticky: uid } }
            strategy: { canary: { steps: [20%, 50%], bake: { for: 3s, requests: 20 } } }
            health:
              - responding: { http: /healthz, within: 1s }
              - errors: { worse-by: 1.5x, tolerance: 0.05% }

        """
    }

    /// Lets customers come, and what they met until the work was done.
    func withCustomers(
        _ work: (DemoShop.Customers) async throws -> Program.Ending
    ) async throws -> (Program.Ending, CustomerReport) {
        let target = try LoopbackAddress(url: "http://\(listen)")
        let customers = DemoShop.Customers(try CustomerPlan(target: target, rate: 150, users: 300))
        async let report = customers.run()
        try await eventually("customers are served") { await customers.report.totals.results.ok > 0 }
        let ending = try await work(customers)
        await customers.stop()
        return (ending, try await report)
    }

    /// On the host itself, where it follows the traffic without anybody waiting for it.
    func expectCurrentVersion(_ version: String) async throws {
        let file = try root().appending(path: "current/shop.json")
        #expect(try String(contentsOf: file, encoding: .utf8).contains(version))
    }

    func startedServices() throws -> [String] {
        let run = try root().appending(path: "run").path
        let places = try FileManager.default.contentsOfDirectory(atPath: run)
        return try places.flatMap { place in
            try FileManager.default.contentsOfDirectory(atPath: "\(run)/\(place)").map { "\(place)/\($0)" }
        }.sorted()
    }

    private func root() throws -> URL {
        let roots = URL(filePath: try #require(server).home).appending(path: ".slipway")
        let names = try FileManager.default.contentsOfDirectory(atPath: roots.path)
        #expect(names.count == 1)
        let name = try #require(names.first)
        #expect(name.hasPrefix("production-"))
        return roots.appending(path: name)
    }

    func takeDown() async {
        let platforms = HostPlatforms(
            state: StateDirectory(path: state), variables: PassedVariables(all: variables), now: { .wallClock })
        await platforms.dismantle(["production"])
    }
}
