import Delivery
import Hosts
import Platforms
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess
import Testing
import HAProxy
import Values

/// A release of a service that is a few bytes long: for a state directory without much room, and for things to happen in.
struct SmallRelease: Sendable {
    let folder: URL
    let state: String
    /// Where users come.
    let port: Int
    private let pipeline: String

    /// - Parameters:
    ///   - before: a step of the second version, just before its artifact is made.
    ///   - start: what the second version does before it serves.
    ///   - canary: its steps, and how long each bakes.
    ///   - instances: how many of each version.
    ///   - listener: who may listen on the instances' ports.
    ///   - rollback: how long the old version is kept, for one.
    ///   - watch: how long the run goes on with all traffic.
    ///   - drainWithin: how long open requests may take to end.
    ///   - startWithin: how long an instance has to get ready.
    ///   - top: what more there is to say of the pipeline.
    init(
        in folder: URL, state: String? = nil, before: String = "true", start: String = "true",
        canary: String = "steps: [5%], bake: { for: 10h }", instances: Int = 1, listener: ListenerPolicy = .own,
        rollback: String = "keep-old: 0s", watch: String = "0s", drainWithin: String = "30s",
        startWithin: String = "5s", top: String = ""
    ) throws {
        self.folder = folder
        self.state = state ?? folder.appending(path: "state").path
        try Data("\(before)\n".utf8).write(to: folder.appending(path: "before.sh"))
        try Data("\(start)\n".utf8).write(to: folder.appending(path: "start.sh"))
        port = try FreePort.next()
        pipeline = """
            name: small
            release: automatic
            accept-risk: a test
            \(top)
            stages:
              - name: production
                steps:
                  - run: mkdir -p dist && cp VERSION start.sh dist
                  - run: "if [ -e second ]; then sh before.sh; fi"
                  - artifact: { path: dist, version-from: VERSION }
                  - deploy: production
            environments:
              production:
                service:
                  start: >-
                    if [ "$(cat VERSION)" = 2 ]; then . ./start.sh; fi;
                    exec python3 -m http.server --bind 127.0.0.1 "$PORT"
                  instances: \(instances)
                  stop-within: 1s
                  drain-within: \(drainWithin)
                  start-within: \(startWithin)
                  listener: \(listener.rawValue)
                traffic: { haproxy: { listen: "127.0.0.1:\(port)" } }
                strategy: { canary: { \(canary) } }
                health:
                  - responding: { http: /VERSION, within: 2s }
                on-no-data: continue
                rollback: { \(rollback) }
                watch: { for: \(watch) }

            """
    }

    /// The run that is under way.
    var record: Record { Record(of: 2, in: state) }

    var router: HAProxyInstance {
        get throws {
            try HAProxyInstance(
                paths: HAProxyPaths(directory: StateDirectory(path: state).environment("production") + "/router"))
        }
    }

    /// What the candidate has now, by the router itself: nothing when its lease has run out.
    var share: Share? {
        get async throws {
            guard let split = try? await router.currentSplit() else { return nil }
            return split.lease > .wallClock ? split.share : Share.none
        }
    }

    /// What users get now; `nil` for no answer.
    var served: String? {
        get async throws {
            let answer = try await Subprocess.run(
                .name("curl"), arguments: ["-s", "-m", "3", "http://127.0.0.1:\(port)/VERSION"],
                output: .string(limit: 4096), error: .discarded)
            let text = answer.standardOutput.trimmingCharacters(in: .newlines)
            return text.isEmpty ? nil : text
        }
    }

    func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: file).path) }

    func write(_ file: String) throws { try Data().write(to: folder.appending(path: file)) }

    /// Releases version 1.
    func releaseFirst() async throws {
        try prepare("1")
        let first = try await run()
        try #require(first.status == 0, "\(first.output)\(first.error)")
        try prepare("2")
    }

    /// Makes a version the next that is built.
    func prepare(_ version: String) throws {
        try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
        try Data("\(version)\n".utf8).write(to: folder.appending(path: "VERSION"))
        if version == "2" { try write("second") }
    }

    /// Builds and releases what was prepared.
    func run(
        variables: [String: String] = [:], beside work: (pid_t) async throws -> Void = { _ in }
    ) async throws -> Program.Ending {
        try await Program.run(
            ["run", "--output", "plain", "--state", state], in: folder, variables: variables, beside: work)
    }

    /// Releases version 1, and then version 2; `work` is done as soon as that has its share.
    func carryOut(beside work: (_ executor: pid_t) async throws -> Void) async throws -> Program.Ending {
        try await releaseFirst()
        return try await run { executor in
            try await isInCanary()
            try await work(executor)
        }
    }

    /// Waits until the second version has its share.
    func isInCanary() async throws {
        try await eventually("the canary has its share", within: .seconds(30)) {
            await record.current?.release?.split == Share(percent: 5)
        }
    }

    /// Releases version 2, after the first.
    func second(
        _ variables: [String: String] = [:], beside work: (_ executor: pid_t) async throws -> Void = { _ in }
    ) async throws -> Program.Ending {
        try await run(variables: variables, beside: work)
    }

    /// What is between runs, and outlives them.
    var ledger: Ledger {
        get async throws { try await JournalReader.open(in: StateDirectory(path: state)).ledger() }
    }

    /// Adds to what is served something that takes long to download.
    func addSomethingLarge() throws {
        let dist = folder.appending(path: "dist")
        try FileManager.default.createDirectory(at: dist, withIntermediateDirectories: true)
        try Data(count: 48 << 20).write(to: dist.appending(path: "large"))
    }

    /// Meanwhile the version that serves now has a request that keeps it from being stopped at once.
    func withSlowDownload<Value>(_ work: () async throws -> Value) async throws -> Value {
        let port = port
        let download = Task {
            try await Subprocess.run(
                .name("curl"),
                arguments: ["-s", "--limit-rate", "10k", "-o", "/dev/null", "http://127.0.0.1:\(port)/large"],
                output: .discarded, error: .discarded)
        }
        defer { download.cancel() }
        return try await work()
    }

    func takeDown() async throws {
        await HostPlatforms(state: StateDirectory(path: state), now: { .wallClock }).dismantle(["production"])
    }
}
