import Foundation
import SlipwayTesting
import Testing

/// Root reads a journal in the moment in which another account's executor opens it: SQLite makes the shared file as
/// root's, and gives it to that account only then.
struct RootReaderTests {
    @Test(.enabled(if: geteuid() == 0, "only root can run the program as another account"))
    func whatRootLooksAtIsOpenedAllTheSame() async throws {
        try await withFolder { folder in
            let pipeline = """
                name: shop
                release: manual
                stages: [{ name: build, steps: [{ run: "true" }] }]
                environments: {}

                """
            try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let owner = try #require(getpwnam("nobody")).pointee
            try #require(chmod(folder.path, 0o700) == 0 && chown(folder.path, owner.pw_uid, owner.pw_gid) == 0)
            let settings = Dictionary(
                uniqueKeysWithValues: ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"].map { ($0, folder.path) })
            let run = ["run", "--output", "plain"]
            let first = try await Program.run(run, in: folder, variables: settings, as: "nobody")
            try #require(first.status == 0, "\(first.output)\(first.error)")

            let state = folder.appending(path: ".slipway").path
            let shared = "\(state)/journal.sqlite-shm"
            let lock = "\(state)/executor.lock"
            try FileManager.default.removeItem(atPath: lock)
            let isMade = FileManager.default.createFile(
                atPath: shared, contents: nil, attributes: [.posixPermissions: 0o600])
            try #require(isMade)
            let second = try await Program.run(run, in: folder, variables: settings, as: "nobody") { _ in
                try await eventually("it opens the journal") { FileManager.default.fileExists(atPath: lock) }
                try #require(chown(shared, owner.pw_uid, owner.pw_gid) == 0)
            }
            #expect(second.status == 0, "\(second.output)\(second.error)")
        }
    }
}
