import Delivery
import Foundation
import SlipwayTesting
import Testing

/// Whose addresses are whose, for runs without a server: `slipway/people.yml` where the account keeps its settings.
@Suite(.serialized)
struct PeopleFileTests {
    private func withPipeline(
        people: String, permissions: Int = 0o600, _ work: (_ folder: URL, _ file: URL) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let text = """
                name: shop
                release: manual
                stages:
                  - name: build
                    steps:
                      - run: mkdir -p dist && cp VERSION dist
                      - artifact: { path: dist, version-from: VERSION }
                  - { name: production, gate: { approve: { not: author } }, steps: [{ deploy: production }] }
                environments:
                  production:
                    service: { start: 'exec python3 -m http.server --bind 127.0.0.1 "$PORT"', stop-within: 1s }
                    traffic: { haproxy: { listen: "127.0.0.1:\(try FreePort.next())" } }
                    strategy: { canary: { steps: [50%], bake: { for: 10s, requests: 5 } } }

                """
            let repository = folder.appending(path: "shop", directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: repository, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: repository.appending(path: "slipway.yml"))
            try Data("1\n".utf8).write(to: repository.appending(path: "VERSION"))
            try await Program.makeRepository(of: repository, saying: "Add gift cards")
            let file = folder.appending(path: "settings/slipway/people.yml")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(people.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file.path)
            try await work(repository, file)
        }
    }

    private func settings(_ file: URL) -> [String: String] {
        let folder = file.deletingLastPathComponent().deletingLastPathComponent()
        return [
            "XDG_CONFIG_HOME": folder.path, "XDG_STATE_HOME": folder.path, "HOME": folder.path,
        ]
    }

    /// Another account than the one that started the run, for that one may not approve it whatever it wrote.
    @Test(
        .enabled(if: geteuid() == 0, "only root can start a run for another account"),
        arguments: [("root", "root wrote a part of this change (ana@shop.example)"), ("ana", nil)]
            as [(String, String?)])
    func whoIsAnAuthorByItMayNotApprove(account: String, refusal: String?) async throws {
        try await withPipeline(people: "\(account): [ANA@shop.example]\n") { folder, file in
            try await Self.give(
                file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())
            let state = folder.appending(path: ".slipway").path
            let ending = try await Program.run(
                ["run", "--output", "plain"], in: folder, variables: settings(file), as: "nobody"
            ) { _ in
                try await eventually("it waits for an approval", within: .seconds(30)) {
                    await Record(of: 1, in: state).current?.phase == .waiting
                }
                let approval = try await Program.run(["approve", "1", "--state", state])
                #expect(approval.status == (refusal == nil ? 0 : 1), "\(approval.output)\(approval.error)")
                if let refusal { #expect(approval.error.contains(refusal), "\(approval.error)") }
                let cancellation = try await Program.run(["cancel", "1", "--state", state])
                #expect(cancellation.status == 0, "\(cancellation.error)")
            }
            try await takeDown(URL(filePath: state))
            #expect(ending.status == 4, "\(ending.output)\(ending.error)")
        }
    }

    /// Makes everything in a folder nobody's.
    private static func give(_ folder: URL) async throws {
        let owner = try #require(getpwnam("nobody"))
        var paths = [folder.path]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL { paths.append(file.path) }
        for path in paths { try #require(lchown(path, owner.pointee.pw_uid, owner.pointee.pw_gid) == 0) }
    }

    @Test(arguments: [0o622, 0o664])
    func oneThatOthersCanWriteIsRefused(permissions: Int) async throws {
        try await withPipeline(people: "ana: [ana@shop.example]\n", permissions: permissions) { folder, file in
            let refused = try await Program.run(
                ["run", "--output", "plain"], in: folder, variables: settings(file)
            ) { process in
                try await eventually("it ends by itself", within: .seconds(20)) { Program.hasEnded(process) }
            }
            #expect(refused.status == 2, "\(refused.output)\(refused.error)")
            #expect(refused.error.contains(file.path) && refused.error.contains("others can change it"))
            #expect(await Record(of: 1, in: folder.appending(path: ".slipway").path).current == nil)
        }
    }
}
