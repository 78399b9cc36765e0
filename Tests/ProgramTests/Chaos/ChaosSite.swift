import Delivery
import DemoShop
import Foundation
import Journal
import SlipwayTesting
import HAProxy
import StateDirectory
import Values

/// A site that is released to again and again while things happen to it: one state directory, one router, customers
/// from outside.
struct ChaosSite: Sendable {
    let folder: URL
    let port: Int

    init(in folder: URL) throws {
        self.folder = folder
        port = try FreePort.next()
        try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
    }

    var state: String { folder.appending(path: "state").path }
    var stateDirectory: StateDirectory { StateDirectory(path: state) }

    private var pipeline: String {
        """
        name: chaos
        release: automatic
        accept-risk: a test
        stages:
          - name: build
            steps:
              - run: mkdir -p dist && cp VERSION shop.json dist && echo "$SLIPWAY_RUN" >> built
              - artifact: { path: dist, version-from: VERSION }
          - name: production
            steps: [{ deploy: production }]
        environments:
          production:
            service: { start: 'exec "$SLIPWAY_DEMO_SHOP" serve --port $PORT --config shop.json', stop-within: 2s, instances: 2 }
            traffic: { haproxy: { listen: "127.0.0.1:\(port)", sticky: uid } }
            strategy: { canary: { steps: [20%, 50%], bake: { for: 1s, requests: 5 } } }
            health: [{ responding: { http: /healthz, within: 1s } }, { errors: {} }, { slo: { errors: 10%, p99: 900ms } }]
            rollback: { automatic: true, keep-old: 0s }
            watch: { for: 1s }

        """
    }

    func write(version: String, behaviour: ChaosPlan.Behaviour) throws {
        try Data("\(version)\n".utf8).write(to: folder.appending(path: "VERSION"))
        let text = #"{ "version": "\#(version)"\#(behaviour.fault) }"#
        try Data(text.utf8).write(to: folder.appending(path: "shop.json"))
        try Data((behaviours + "\(version) \(behaviour)\n").utf8).write(to: folder.appending(path: "behaviours"))
    }

    /// Whether nothing is wrong with a version that was written here.
    func isGood(_ version: String) -> Bool {
        behaviours.split(separator: "\n").contains("\(version) \(ChaosPlan.Behaviour.good)")
    }

    /// Each version with how it is.
    private var behaviours: String {
        (try? String(contentsOf: folder.appending(path: "behaviours"), encoding: .utf8)) ?? ""
    }

    /// The runs whose build step ran, as often as it did.
    var built: [String] {
        let text = try? String(contentsOf: folder.appending(path: "built"), encoding: .utf8)
        return text?.split(separator: "\n").map(String.init) ?? []
    }

    func slipway(
        _ arguments: String..., beside work: (pid_t) async throws -> Void = { _ in }
    ) async throws -> Program.Ending {
        try await Program.run(
            arguments + ["--state", state], in: folder, variables: Demo.variables, beside: work)
    }

    func ledger() async throws -> Ledger { try await JournalReader.open(in: stateDirectory).ledger() }

    /// The run that has not ended.
    func unfinished() async throws -> RunState? {
        let reader = try await JournalReader.open(in: stateDirectory)
        guard let number = try await reader.unfinishedRuns().last else { return nil }
        return try await reader.state(of: number)
    }

    /// How long a customer waits for an answer.
    static let customersPatience = Duration.seconds(5)

    /// Customers, who come whatever happens.
    func customers(seed: UInt64) throws -> DemoShop.Customers {
        let target = try LoopbackAddress("127.0.0.1:\(port)")
        return DemoShop.Customers(
            try CustomerPlan(target: target, rate: 60, users: 200, seed: seed, timeout: Self.customersPatience))
    }
}

/// What really runs, as the system says.
struct ChaosProcesses {
    struct Process {
        let number: pid_t
        let command: String
    }

    let all: [Process]

    /// Those whose arguments or environment name the folder.
    init(of folder: URL) async throws {
        all = try await Leftovers.processes(of: folder).compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 2)
            guard fields.count == 3, let number = pid_t(fields[0]) else { return nil }
            return Process(number: number, command: String(fields[2]))
        }
    }

    var routers: [pid_t] { all.filter { $0.command.contains("haproxy -D") }.map(\.number) }

    /// The services that were given these ports.
    func services(at endpoints: [Endpoint]) -> [pid_t] {
        let marks = endpoints.map { "serve --port \($0.port) " }
        return all.filter { process in marks.contains { process.command.contains($0) } }
            .filter { !$0.command.contains("slipway-supervisor") }.map(\.number)
    }

    /// Whatever serves or watches over a service.
    var services: [Process] { all.filter { $0.command.contains("serve --port ") } }
}
