import Delivery
import Foundation
import SlipwayTesting
import Testing
import Triggers
import Values

/// Who had a part in a change, as git tells it.
@Suite(.timeLimit(.minutes(2))) struct GitChangeTests {
    private let people = People(
        ["ana": ["ana@shop.example", "Ana@Home.example"], "zoe": ["zoe@shop.example"]], register: "people.yml")

    private func change(
        in repository: Repository, since base: ServiceBase, isCheckout: Bool = true
    ) async throws -> (change: Change, authorship: Authorship) {
        let change = try await GitChange.read(
            in: URL(filePath: repository.path), since: ["production": base], people: people, isCheckout: isCheckout)
        return (change, try #require(change.authorship?["production"]))
    }

    private func commit(_ message: String, in repository: Repository, author: String) async throws -> ObjectID {
        try await repository.git(
            "-C", repository.path, "commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--message", message,
            "--author", author)
        return try await repository.head()
    }

    /// git's user is ana, so she is the committer of all.
    @Test func authorsCommittersAndCoauthorsOfAllCommitsCount() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let base = try await commit("in service", in: repository, author: "Old <old@x>")
        _ = try await commit("by zoe\n\nco-AUTHORED-by: Bob <bob@x>\n", in: repository, author: "z <ZOE@shop.example>")
        let head = try await commit("a merge", in: repository, author: "bot <bot@x>")
        let (change, authorship) = try await change(in: repository, since: .commit(base.hexadecimal))
        #expect(change.commit == head.hexadecimal && change.title == "a merge" && change.author == "bot")
        #expect(authorship.authors.map(\.email) == ["ana@shop.example", "bob@x", "bot@x", "zoe@shop.example"])
        #expect(authorship.authors.map(\.accounts) == [["ana"], [], [], ["zoe"]])
        #expect(authorship.gap == nil && authorship.since == base.hexadecimal)
    }

    /// git itself knows only the last lines of a message.
    @Test(arguments: [
        "six\n\nCo-authored-by: ben <b@x>\n\nSigned-off-by: carol <carol@x>", "six\nco-authored-by: ben <B@x>\n",
        "six\n\n  Co-Authored-By : ben <b@x>\n\nand then some text", "six\n\nCo-authored-by: ben <b@x>\n---\nmore",
    ])
    func aCoauthorCountsWhereverTheLineStands(message: String) async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let base = try await commit("in service", in: repository, author: "Old <old@x>")
        _ = try await commit(message, in: repository, author: "Carol <carol@x>")
        let (_, authorship) = try await change(in: repository, since: .commit(base.hexadecimal))
        #expect(authorship.authors.map(\.email) == ["ana@shop.example", "b@x", "carol@x"])
    }

    /// What a map within the commit says is up to its author.
    @Test func aMapInTheCommitIsNotBelieved() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        try Data("Zoe <zoe@shop.example> <eve@x>\n".utf8).write(to: URL(filePath: "\(repository.path)/.mailmap"))
        try await repository.git("-C", repository.path, "add", ".")
        try await repository.git("-C", repository.path, "config", "log.mailmap", "true")
        _ = try await commit("one", in: repository, author: "Eve <eve@x>")
        let (change, authorship) = try await change(in: repository, since: .nothing)
        #expect(authorship.authors.map(\.email) == ["ana@shop.example", "eve@x"])
        #expect(change.author == "Eve")
    }

    @Test func aTitleWithoutAnEndLosesNothing() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let title = String(repeating: "long ", count: 20_000)
        let head = try await commit(
            title, in: repository, author: "\(String(repeating: "n", count: 9000)) <zoe@shop.example>")
        let (change, authorship) = try await change(in: repository, since: .nothing)
        #expect(change.commit == head.hexadecimal && change.title.hasPrefix("long long") && change.title.count <= 300)
        #expect(change.author?.hasPrefix("nnn") == true)
        #expect(authorship.authors.contains { $0.accounts == ["zoe"] })
    }

    /// Of a history that was rewritten, or goes back, both sides are a change.
    @Test func whatIsTakenAwayIsAChangeToo() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let old = try await commit("old", in: repository, author: "Old <old@x>")
        let inService = try await commit("taken back", in: repository, author: "zoe <zoe@shop.example>")
        try await repository.git("-C", repository.path, "reset", "--quiet", "--hard", old.hexadecimal)
        let (_, back) = try await change(in: repository, since: .commit(inService.hexadecimal))
        #expect(back.authors.map(\.email) == ["ana@shop.example", "old@x", "zoe@shop.example"])
        let (_, again) = try await change(in: repository, since: .commit(old.hexadecimal))
        #expect(again.authors.map(\.email) == ["ana@shop.example", "old@x"])
    }

    @Test func whatCannotBeToldIsAGap() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        _ = try await commit("one", in: repository, author: "zoe <zoe@shop.example>")
        for base in [ServiceBase.unknown, .commit(String(repeating: "ab", count: 20)), .commit("--all"), .commit("")] {
            #expect(try await change(in: repository, since: base).authorship.gap != nil)
        }
        // Only a part of the history.
        try await repository.git(
            "clone", "--quiet", "--depth", "1", "file://\(repository.path)", "\(repository.folder.path)/shallow")
        _ = try await commit("two", in: repository, author: "zoe <zoe@shop.example>")
        try await repository.git(
            "clone", "--quiet", "--depth", "1", "file://\(repository.path)", "\(repository.folder.path)/shallow2")
        let shallow = try await GitChange.read(
            in: URL(filePath: "\(repository.folder.path)/shallow2"), since: ["production": .nothing], people: people,
            isCheckout: true)
        #expect(shallow.authorship?["production"]?.gap != nil)
    }

    /// What people read of it: the newest first, and how many there are.
    @Test func theCommitsSinceWhatIsInServiceAreListed() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let base = try await commit("in service", in: repository, author: "Old <old@x>")
        #expect(try await change(in: repository, since: .nothing).change.commits == nil)
        for number in 1...51 {
            _ = try await commit("number \(number)", in: repository, author: "Zoe Z <zoe@shop.example>")
        }
        let head = try await repository.head()
        let (change, _) = try await change(in: repository, since: .commit(base.hexadecimal))
        let list = try #require(change.commits?["production"])
        #expect(list.count == 51 && list.removed == 0 && list.since == base.hexadecimal)
        #expect(list.newest.count == CommitList.limit)
        #expect(list.newest.first == .init(commit: head.hexadecimal, title: "number 51", author: "Zoe Z"))
        #expect(list.lines(most: 1).last == "… and 50 more")
        try await repository.git("-C", repository.path, "reset", "--quiet", "--hard", base.hexadecimal)
        let back = try await self.change(in: repository, since: .commit(head.hexadecimal)).change
        #expect(back.commits?["production"] == CommitList(since: head.hexadecimal, count: 0, removed: 51, newest: []))
        let same = try await self.change(in: repository, since: .commit(base.hexadecimal)).change
        #expect(same.commits?["production"] == CommitList(since: base.hexadecimal, count: 0, newest: []))
    }

    @Test func tooManyCommitsAreAGap() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let base = try await commit("base", in: repository, author: "zoe <zoe@shop.example>")
        var script =
            "for n in $(seq 1001); do echo \"commit refs/heads/main\ncommitter Ana <ana@shop.example> $((2000000000 + n)) +0000\ndata 1\nx\n\"; done"
        script =
            "cd \"\(repository.path)\" && { echo 'reset refs/heads/main'; echo 'from \(base)'; echo; \(script); } | git fast-import --quiet --force"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let (_, authorship) = try await change(in: repository, since: .commit(base.hexadecimal))
        #expect(authorship.gap?.contains("1000") == true && authorship.authors == [])
    }

    @Test func withoutARepositoryThereAreNoAuthors() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let folder = URL(filePath: repository.folder.path)
        let change = try await GitChange.read(
            in: folder, since: ["production": .nothing], people: people, isCheckout: false)
        #expect(change.commit == nil && change.authorship == nil)
        await #expect(throws: GitChangeError.self) {
            try await GitChange.read(in: folder, since: [:], people: people, isCheckout: true)
        }
        // A repository without a commit.
        let empty = try await GitChange.read(
            in: URL(filePath: repository.path), since: [:], people: people, isCheckout: false)
        #expect(empty.commit == nil)
    }

    @Test func uncommittedWorkIsDirty() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        _ = try await repository.commit("page")
        #expect(try await change(in: repository, since: .nothing, isCheckout: false).change.isDirty == nil)
        try Data("other".utf8).write(to: URL(filePath: "\(repository.path)/page"))
        let dirty = try await change(in: repository, since: .nothing, isCheckout: false).change
        #expect(dirty.isDirty == true && dirty.title == "page (dirty)")
    }
}
