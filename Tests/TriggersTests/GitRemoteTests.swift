import Foundation
import SlipwayTesting
import Testing
import Triggers
import Values

@Suite struct GitRemoteTests {
    @Test func aBranchIsWhereItIs() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let first = try await repository.commit("one")
        // Its name ends like the one that is asked for, and comes before it.
        try await repository.git("-C", repository.path, "branch", "first/refs/heads/main")
        let second = try await repository.commit("two")
        #expect(try await repository.remote("main").head() == second)
        #expect(try await repository.remote(nil).head() == second)
        #expect(try await repository.remote("first/refs/heads/main").head() == first)
        #expect(try await repository.remote("main", address: repository.path).head() == second)
        #expect(try await repository.remote("main", address: "file://\(repository.path)").head() == second)
    }

    @Test func whatIsMissingIsNamed() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        await #expect(throws: GitRemoteError.noBranch(nil, remote: "\"shop\"")) {
            try await repository.remote(nil).head()
        }
        _ = try await repository.commit("one")
        await #expect(throws: GitRemoteError.noBranch("none", remote: "\"shop\"")) {
            try await repository.remote("none").head()
        }
        do {
            _ = try await repository.remote("main", address: "nowhere").head()
            Issue.record("a repository that isn't there answered")
        } catch .refused(let remote, let words) {
            #expect(remote == "\"nowhere\"" && words.contains("does not appear to be a git repository"))
        }
    }

    @Test(arguments: [
        "ma*", "-x", "a..b", "a b", "", "a.lock", "/a", "a//b", "a~1", "@", "a@{1}", "refs\u{7}", ".a", "a.",
    ])
    func noBranchIsAPattern(branch: String) async throws {
        let remote = GitRemote(address: ".", branch: branch, folder: "/")
        await #expect(throws: GitRemoteError.impossibleBranch(branch)) { try await remote.head() }
    }

    @Test func noTransportRunsACommand() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let mark = "\(repository.folder.path)/mark"
        // Somebody allows them where git is run.
        try await repository.git("init", "--quiet", repository.folder.path)
        try await repository.git("-C", repository.folder.path, "config", "protocol.allow", "always")
        for address in ["ext::touch \(mark)", "--upload-pack=touch \(mark)", "fd::17", "-u"] {
            await #expect(throws: GitRemoteError.self) { try await repository.remote("main", address: address).head() }
        }
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test func passwordsAreNotTold() async throws {
        let remote = GitRemote(address: "https://ana:hunter2@127.0.0.1:1/shop", branch: "main", folder: "/")
        do {
            _ = try await remote.head()
            Issue.record("nobody listens there")
        } catch {
            #expect(!"\(error)".contains("hunter2"))
            #expect("\(error)".contains("https://…@127.0.0.1:1/shop"))
        }
    }

    @Test func whoDoesNotAnswerIsNotWaitedFor() async throws {
        let silent = try PortHolder()
        let remote = GitRemote(address: "git://127.0.0.1:\(silent.port)/shop", branch: "main", folder: "/")
        let limit = Duration.milliseconds(300)
        await #expect(throws: GitRemoteError.noAnswer(remote: "\"git://127.0.0.1:\(silent.port)/shop\"", within: limit))
        {
            try await remote.head(within: limit)
        }
        let asking = Task { () async -> GitRemoteError? in
            do { _ = try await remote.head() } catch { return error as? GitRemoteError }
            return nil
        }
        asking.cancel()
        #expect(await asking.value == .cancelled)
    }

    @Test func aCommitIsCheckedOutExactly() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let first = try await repository.commit("one")
        _ = try await repository.commit("two")
        let workspace = "\(repository.folder.path)/checkout"
        try await repository.remote("main").checkOut(first, into: workspace)
        #expect(try String(contentsOfFile: "\(workspace)/page", encoding: .utf8) == "one")
        #expect(try await repository.git("-C", workspace, "rev-parse", "HEAD") == "\(first)\n")
        #expect(try await repository.git("-C", workspace, "branch", "--show-current") == "")
    }

    @Test func aCommitThatIsGoneIsNotReplaced() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        _ = try await repository.commit("one")
        let gone = try #require(ObjectID(String(repeating: "ab", count: 20)))
        await #expect(throws: GitRemoteError.self) {
            try await repository.remote("main").checkOut(gone, into: "\(repository.folder.path)/checkout")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(repository.folder.path)/checkout/page"))
    }

    @Test func aPushIsSeen() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let first = try await repository.commit("one")
        let remote = repository.remote("main")
        let polling = GitPolling(every: nil, known: first, clock: ContinuousClock()) { () throws(GitRemoteError) in
            try await remote.head()
        }
        var news = polling.makeAsyncIterator()
        let second = try await repository.commit("two")
        polling.wake()
        #expect(await news.next() == .head(second))
    }

    @Test(arguments: [
        "", "main", "HEAD", String(repeating: "0", count: 40), String(repeating: "g", count: 40), "abc1234",
    ])
    func noCommits(text: String) {
        #expect(ObjectID(text) == nil)
    }
}
