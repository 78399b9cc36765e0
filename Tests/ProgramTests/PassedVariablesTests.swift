import Delivery
import Foundation
import SlipwayTesting
import Testing

/// What of an executor's environment reaches what it starts, as that wrote it down itself.
@Suite(.serialized)
struct PassedVariablesTests {
    /// What a shell sets by itself.
    private static let shells: Set = ["PWD", "OLDPWD", "SHLVL", "_"]
    private static let common: Set = ["PATH", "HOME", "LANG", "TERM", "TMPDIR"]

    private func names(_ text: String) -> Set<String> {
        Set(text.split(separator: "\n").map { String($0.prefix { $0 != "=" }) })
    }

    @Test func anInstanceFindsWhatItsPipelinePassesOnAndNothingElse() async throws {
        try await withFolder { folder in
            let found = folder.appending(path: "found")
            let release = try SmallRelease(
                in: folder, start: "env >'\(found.path)'", canary: "steps: [5%], bake: { for: 100ms, requests: 0 }",
                top: "pass-env: [AWS_REGION, MISSING]")
            try await release.releaseFirst()
            let ending = try await release.run(variables: [
                "AWS_REGION": "eu-1", "AWS_SECRET": "hunter2", "XDG_RUNTIME_DIR": "/run/hunter3",
            ])
            try await release.takeDown()
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            let text = try String(contentsOf: found, encoding: .utf8)
            let own: Set = [
                "PORT", "SLIPWAY_VERSION", "SLIPWAY_DIGEST", "SLIPWAY_ENVIRONMENT", "SLIPWAY_HOST", "SLIPWAY_ADDRESS",
            ]
            #expect(names(text).isSuperset(of: own.union(["AWS_REGION", "PATH"])), "\(text)")
            let others = names(text).subtracting(Self.common.union(Self.shells).union(["AWS_REGION", "PORT"]))
            #expect(others.filter { !$0.hasPrefix("SLIPWAY_") } == [])
            #expect(!text.contains("hunter"))
            let lines = text.split(separator: "\n")
            #expect(lines.contains("AWS_REGION=eu-1") && lines.contains("SLIPWAY_VERSION=2"), "\(text)")
        }
    }

    private static let step = "release: automatic\nstages: [{ name: build, steps: [{ run: 'env >found' }] }]"

    private func configure(_ served: ServedFolder, secretIn variable: String) throws {
        try served.configure(
            ["shop"], "http: { listen: 127.0.0.1:\(try FreePort.next()) }",
            "webhook: { secret: { environment: \(variable) } }")
    }

    @Test func aPipelineThatNamesAServersSecretIsNotServed() async throws {
        try await ServedFolder.with { served in
            let text = "pass-env: [AWS_REGION, HOOK_SECRET]\n" + Self.step
            _ = try await TestPipeline("shop", in: served, text)
            try configure(served, secretIn: "HOOK_SECRET")
            let refused = try await Program.run(
                ["serve", "--state", served.state], in: served.folder,
                variables: ["HOOK_SECRET": "hunter2hunter2hunter2"]
            ) { server in
                try await eventually("it ends by itself", within: .seconds(20)) { Program.hasEnded(server) }
            }
            #expect(refused.status == 2, "\(refused.output)\(refused.error)")
            let file = served.folder.appending(path: "shop.yml").path
            #expect(
                refused.error.contains(
                    "\(file): pass-env names \"HOOK_SECRET\", which holds a secret of the server; remove it"),
                "\(refused.error)")
            #expect(!(refused.output + refused.error).contains("hunter"))
            #expect(!served.exists("state"))
        }
    }

    /// Variables of Slipway's own are passed on unasked, but not those that hold secrets.
    @Test func aServersSecretIsInNoStepsEnvironment() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, Self.step)
            try configure(served, secretIn: "SLIPWAY_HOOK")
            try await shop.commit("1")
            try await served.serve(variables: ["SLIPWAY_HOOK": "hunter2hunter2hunter2", "SLIPWAY_OTHER": "yes"]) { _ in
                try await served.run(1, ends: .succeeded)
            }
            let text = try String(
                contentsOf: served.folder.appending(path: "state/runs/1/source/found"), encoding: .utf8)
            #expect(names(text).contains("SLIPWAY_OTHER"), "\(text)")
            #expect(!names(text).contains("SLIPWAY_HOOK") && !text.contains("hunter"), "\(text)")
        }
    }
}
