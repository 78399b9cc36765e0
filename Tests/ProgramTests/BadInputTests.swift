import Foundation
import SlipwayTesting
import Subprocess
import Testing

/// Whatever is wrong, there is one clear message, a right exit code, and nothing left running.
@Suite(.serialized)
struct BadInputTests {
    private static let pipeline = """
        name: shop
        stages:
          - name: build
            steps:
              - run: mkdir -p dist && echo 1.0 > VERSION
              - artifact: { path: dist, version-from: VERSION }
          - name: production
            gate: { approve: {} }
            steps:
              - deploy: production
        environments:
          production:
            service: { start: "sleep 60" }
            traffic: { haproxy: { listen: "127.0.0.1:PORT" } }
            strategy: { canary: { steps: [5%], bake: { for: 1s } } }

        """

    private func run(
        _ text: String, variables: [String: String] = [:], state: String? = nil
    ) async throws -> Program.Ending {
        try await withFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: "slipway.yml"))
            let arguments = ["run", "--output", "plain"] + (state.map { ["--state", $0] } ?? [])
            let ending = try await Program.run(arguments, in: folder, variables: variables)
            #expect(try await Leftovers.processes(of: folder) == [])
            return ending
        }
    }

    @Test func aMalformedFileIsAMistakeInUsage() async throws {
        let ending = try await run("name: [shop")
        #expect(ending.status == 2)
        #expect(ending.error.contains("slipway.yml:1:"))
    }

    @Test func anUnknownKeyIsNamedWithItsPlaceAndTheNearestRightOne() async throws {
        let ending = try await run(Self.pipeline.replacing("strategy:", with: "stratgey:"))
        #expect(ending.status == 2)
        #expect(ending.error.contains("slipway.yml:15:5: unknown key"))
        #expect(ending.error.contains("strategy"))
    }

    /// Editors and CI find each of them, the first one too.
    @Test func everyProblemBeginsWithItsPlace() async throws {
        let text = Self.pipeline.replacing("strategy:", with: "stratgey:").replacing("gate:", with: "gaet:")
        let problems = try await run(text).error.split(separator: "\n").filter { $0.contains("unknown key") }
        #expect(problems.count == 2)
        #expect(problems.allSatisfy { $0.hasPrefix("slipway.yml:") }, "\(problems)")
    }

    @Test func aMonitorWithoutACheckIsOneProblem() async throws {
        let ending = try await run("monitors:\n  - { name: a, http: 'http://a.example' }\n" + Self.pipeline)
        let problems = ending.error.split(separator: "\n").filter { $0.hasPrefix("slipway.yml:") }
        #expect(problems.count { $0.contains("a monitor without a check; write - check: { name:") } == 1)
        #expect(!ending.error.contains("unknown key"), "\(ending.error)")
    }

    @Test func theCommonMistakeInYAMLSaysWhatToWrite() async throws {
        let ending = try await run("name: a\nstages:\n  - name: build\n    steps:\n      - run: echo building: now\n")
        #expect(ending.status == 2)
        #expect(ending.error.contains("quote the text if it contains"), "\(ending.error)")
    }

    @Test func aMissingFileIsAMistakeInUsage() async throws {
        let ending = try await Program.run(["validate", "/nonexistent/slipway.yml"])
        #expect(ending.status == 2)
        #expect(ending.error.contains("/nonexistent/slipway.yml"))
    }

    @Test func anUnusableStateDirectoryIsNamed() async throws {
        let ending = try await run(Self.pipeline.replacing("PORT", with: "8080"), state: "/dev/null/state")
        #expect(ending.status == 5)
        #expect(ending.error.contains("/dev/null/state"))
        #expect(ending.error.split(separator: "\n").count == 1)
    }

    @Test func aPortInUseIsNamed() async throws {
        let holder = try PortHolder()
        defer { withExtendedLifetime(holder) {} }
        let ending = try await released("127.0.0.1:\(holder.port)")
        #expect(ending.status == 5)
        #expect(ending.output.contains("127.0.0.1:\(holder.port)"))
    }

    @Test func withoutHAProxyItSaysWhatToInstall() async throws {
        let ending = try await released("127.0.0.1:1", variables: ["SLIPWAY_HAPROXY_PATH": "/nonexistent"])
        #expect(ending.status == 5)
        #expect(ending.output.contains("HAProxy is not installed"))
        #expect(ending.output.contains("install"))
    }

    /// The service never listens; a first release that fails leaves nothing behind, not even the router.
    @Test func aFirstReleaseThatFailsLeavesNothing() async throws {
        let text = Self.pipeline.replacing("sleep 60\"", with: "sleep 60\", start-within: 1s")
        let ending = try await released("127.0.0.1:\(try FreePort.next())", of: text)
        #expect(ending.status == 1)
        #expect(ending.output.contains("not ready"))
    }

    /// Runs up to the release; nobody has to approve, because the pipeline is automatic.
    private func released(
        _ listen: String, of pipeline: String = Self.pipeline, variables: [String: String] = [:]
    ) async throws -> Program.Ending {
        let text = pipeline.replacing("127.0.0.1:PORT", with: listen)
            .replacing("    gate: { approve: {} }\n", with: "")
            .replacing("name: shop\n", with: "name: shop\nrelease: automatic\naccept-risk: a test\n")
        return try await run(text, variables: variables)
    }

    @Test(.enabled(if: Tmux.isInstalled))
    func aTerminalThatIsTooSmallSaysWhatItNeeds() async throws {
        try await withFolder { folder in
            try await Tmux.withShell(columns: 40, rows: 10) { tmux in
                try await tmux.type("\(Program.path) demo --step-time 3 --state \(folder.path); echo ended with $?")
                try await tmux.screen(within: .seconds(30)) { $0.contains("40") && $0.contains("×") }
                try await tmux.run(["resize-window", "-x", "80", "-y", "24"])
                try await tmux.screen { $0.contains("needs approval") }
                try await tmux.press("q")
                try await tmux.press("c")
                try await tmux.screen(within: .seconds(30)) { $0.contains("ended with 4") }
            }
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    /// Otherwise a misspelt path would be found empty, and an order to nobody look like one that was too early.
    @Test(arguments: [["approve"], ["retry", "1"], ["freeze", "production", "--reason", "a try"], ["watch"]])
    func aStateDirectoryThatIsNotThereIsNotMade(_ command: [String]) async throws {
        try await withFolder { folder in
            let state = folder.appending(path: "misspelt").path
            let ending = try await Program.run(command + ["--state", state], in: folder)
            #expect(ending.status == 2)
            #expect(ending.error.contains("there is no journal at \(state)"), "\(ending.error)")
            #expect(!FileManager.default.fileExists(atPath: state))
        }
    }
}
