import Delivery
import Foundation
import Hosts
import Platforms
import SlipwayTesting
import StateDirectory
import Testing
import Values
import Variables

/// What the instances of a service find in their environment, on this machine and on one over SSH.
@Suite(.serialized)
struct ServiceVariableTests {
    /// What a shell sets by itself, and what sshd and a login give.
    private static let others: Set = ["PWD", "OLDPWD", "SHLVL", "_", "PATH", "HOME", "LANG", "TERM", "TMPDIR"]
    private static let logins: Set = ["USER", "LOGNAME", "SHELL", "MAIL", "MOTD_SHOWN", "LC_ALL", "XDG_SESSION_ID"]

    private func pipeline(_ host: String, port: Int, found: URL) -> String {
        """
        name: hoard
        release: automatic
        accept-risk: a test
        pass-env: [AWS_REGION]
        \(Hoard.keys)
        stages:
          - name: production
            steps:
              - run: mkdir -p dist && date >dist/index.html && [ -z "$NEAR$OTHER" ]
              - artifact: { path: dist }
              - deploy: production
        environments:
          production:
            hosts: ["\(host)"]
            env: { GREETING: good day, NEAR: environment }
            env-file: shop.env
            service:
              start: >-
                { env; printf '\\n%s\\n' "$FROM_FILE" | base64 >&2; } >'\(found.path)'; echo "with $FROM_FILE";
                ps axww -o args= >'\(found.path).ps';
                exec python3 -m http.server --bind 127.0.0.1 "$PORT"
              env: { NEAR: service }
              stop-within: 1s
            traffic: { haproxy: { listen: "127.0.0.1:\(port)" } }
            strategy: { all-at-once: {} }
            health: [{ slo: { errors: 1% } }]

        """
    }

    private func expectVariables(
        on host: String, variables: [String: String], in folder: URL, home: String?
    ) async throws {
        let found = folder.appending(path: "found")
        let state = folder.appending(path: "state")
        try Hoard.prepare(folder)
        try Data("# of the shop\nFROM_ENV_FILE=in a file\nGREETING=overridden\n".utf8)
            .write(to: folder.appending(path: "shop.env"))
        try Data(pipeline(host, port: try FreePort.next(), found: found).utf8)
            .write(to: folder.appending(path: "slipway.yml"))
        let given = Hoard.variables.merging(variables) { $1 }
            .merging(["AWS_REGION": "eu-1", "AWS_SECRET": "hunter6"]) { $1 }
        let ending = try await Program.run(
            ["run", "--output", "plain", "--state", state.path], in: folder, variables: given)
        await HostPlatforms(
            state: StateDirectory(path: state.path), variables: PassedVariables(all: given), now: { .wallClock }
        ).dismantle(["production"])
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        try expect(String(contentsOf: found, encoding: .utf8).split(separator: "\n"), isLocal: home == nil)
        let processes = try String(contentsOfFile: "\(found.path).ps", encoding: .utf8)
        Hoard.expectNone(in: processes, "the arguments of processes")
        #expect(processes.contains("slipway-output"))
        try Hoard.expectNone(under: state)
        if let home { try Hoard.expectNone(under: URL(filePath: home)) }
        Hoard.expectNone(in: ending.output + ending.error, "the output")
    }

    private func expect(_ lines: [Substring], isLocal: Bool) {
        for line in [
            "FROM_FILE=\(Hoard.file)", "FROM_VARIABLE=\(Hoard.variable)", "FROM_COMMAND=\(Hoard.command)",
            "GREETING=good day", "NEAR=service", "FROM_ENV_FILE=in a file", "AWS_REGION=eu-1",
            "SLIPWAY_ENVIRONMENT=production",
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
        let names = Set(lines.map { String($0.prefix { $0 != "=" }) })
        let own: Set = [
            "FROM_FILE", "FROM_VARIABLE", "FROM_COMMAND", "GREETING", "NEAR", "FROM_ENV_FILE", "AWS_REGION", "PORT",
        ]
        let rest = names.subtracting(own).subtracting(Self.others).subtracting(isLocal ? [] : Self.logins)
        #expect(rest.filter { !$0.hasPrefix("SLIPWAY_") } == [])
        #expect(!lines.contains { $0.contains("hunter5") || $0.contains("hunter6") })
        if !isLocal { #expect(!names.contains("SLIPWAY_SSH_CONFIG")) }
    }

    @Test func anInstanceHereFindsWhatItsPipelineSays() async throws {
        try await withFolder { folder in
            try await expectVariables(on: "local", variables: [:], in: folder, home: nil)
        }
    }

    @Test(.enabled(if: SSHServer.isInstalled)) func anInstanceOverSSHFindsTheSame() async throws {
        try await withFolder { folder in
            let place = folder.appending(path: "sshd", directoryHint: .isDirectory)
            try await SSHServer.serving(in: place) { server in
                try await expectVariables(
                    on: "ssh://127.0.0.1:\(server.port)", variables: ["SLIPWAY_SSH_CONFIG": server.configuration],
                    in: folder, home: server.home)
            }
        }
    }

    /// Nothing of a release is begun whose instances could not have what they need.
    @Test func aReleaseWithoutItsSecretsIsNotBegun() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, top: "secrets: { DB_URL: { file: secrets/one } }")
            try Hoard.prepare(folder)
            try await release.releaseFirst()
            try FileManager.default.removeItem(at: folder.appending(path: "secrets"))
            let text = try String(contentsOf: folder.appending(path: "slipway.yml"), encoding: .utf8)
            let later = text.replacing("secrets: { DB_URL: { file: secrets/one } }", with: "")
                .replacing("service:", with: "secrets: { DB_URL: { file: secrets/one } }\n    service:")
            try Data(later.utf8).write(to: folder.appending(path: "slipway.yml"))
            let ending = try await release.second()
            try await release.takeDown()
            #expect(ending.status == 5, "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("the secret DB_URL can't be read from \"secrets/one\""), "\(ending.output)")
            let started = try await release.record.events.contains {
                if case .release(_, .instance(_, .started)) = $0.event { true } else { false }
            }
            #expect(!started)
        }
    }
}
