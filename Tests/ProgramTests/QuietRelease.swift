import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// A release that nothing moves on but orders: a candidate with a share of no traffic, which bakes for hours.
struct QuietRelease {
    let folder: URL
    private let pipeline: String

    init(in folder: URL) throws {
        self.folder = folder
        pipeline = """
            name: shop
            release: automatic
            accept-risk: a test
            stages:
              - name: production
                steps:
                  - run: mkdir -p dist && cp "$SLIPWAY_DEMO_SHOP" dist/shop && cp VERSION shop.json dist
                  - artifact: { path: dist, version-from: VERSION }
                  - deploy: production
            environments:
              production:
                service: { start: "./shop serve --port $PORT --config shop.json" }
                traffic: { haproxy: { listen: "127.0.0.1:\(try FreePort.next())" } }
                strategy: { canary: { steps: [5%], bake: { for: 10h } } }
                health: [{ responding: { http: /, within: 30s } }]

            """
    }

    var state: String { folder.appending(path: "state").path }
    /// The run that stays under way.
    var record: Record { Record(of: 2, in: state) }

    /// Releases a first version, and then another up to the canary's first step; `work` is done meanwhile.
    ///
    /// - Returns: how the second run ended.
    func carryOut(beside work: (_ executor: pid_t) async throws -> Void) async throws -> Program.Ending {
        let first = try await run("1")
        try #require(first.status == 0, "\(first.output)\(first.error)")
        return try await run("2") { executor in
            try await eventually("the canary has its share", within: .seconds(30)) {
                await record.current?.release?.split == Share(percent: 5)
            }
            try await work(executor)
        }
    }

    /// Releases a version.
    func run(
        _ version: String, beside work: (_ executor: pid_t) async throws -> Void = { _ in }
    ) async throws -> Program.Ending {
        try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
        try Data(#"{ "version": "1" }"#.utf8).write(to: folder.appending(path: "shop.json"))
        try Data("\(version)\n".utf8).write(to: folder.appending(path: "VERSION"))
        return try await Program.run(
            ["run", "--output", "plain", "--state", state], in: folder, variables: Demo.variables, beside: work)
    }

    /// What another process's command says.
    func slipway(_ arguments: String...) async throws -> Program.Ending {
        try await Program.run(arguments + ["--state", state], in: folder, variables: Demo.variables)
    }
}
