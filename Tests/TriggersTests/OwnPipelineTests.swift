import Delivery
import Foundation
import PipelineFile
import SlipwayTesting
import StrictYAML
import Testing
import Triggers

/// The pipeline file of the commit that is built, beside the one at hand.
@Suite(.timeLimit(.minutes(2))) struct OwnPipelineTests {
    private func text(_ command: String, name: String = "shop", git: String = "shop") -> String {
        """
        name: \(name)
        source: { git: \(git), branch: main }
        release: automatic
        stages: [{ name: build, steps: [{ run: '\(command)' }] }]

        """
    }

    private func commit(_ files: [String: String], in repository: Repository) async throws {
        for (path, text) in files {
            let file = URL(filePath: "\(repository.path)/\(path)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try await repository.git("-C", repository.path, "add", ".")
        try await repository.git("-C", repository.path, "commit", "--quiet", "--allow-empty", "--message", "one")
    }

    /// What is carried out when `file`, from the folder beside the repository, is served.
    private func own(_ repository: Repository, file: String) async throws -> OwnPipeline? {
        let path = "\(repository.folder.path)/\(file)"
        let checkout = "\(repository.folder.path)/checkout-\(UUID().uuidString)"
        try await repository.remote("main").checkOut(repository.head(), into: checkout)
        return try await PipelineOrigin(file: path, pipeline: PipelineFile.load(path)).own(
            inCheckout: URL(filePath: checkout))
    }

    private func write(_ text: String, to file: String, in repository: Repository) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(repository.folder.path)/\(file)"))
    }

    @Test func aFileOfThatNameAtTheRootIsTheCommits() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        try write(text("one"), to: "shop.yml", in: repository)
        try await commit(["page": ""], in: repository)
        #expect(try await own(repository, file: "shop.yml") == nil)
        try await commit(["slipway.yml": text("two", name: "blog")], in: repository)
        #expect(try await own(repository, file: "shop.yml") == nil, "it is of another pipeline")
        try await commit(["slipway.yml": text("two", git: "elsewhere")], in: repository)
        let other = try #require(try await own(repository, file: "shop.yml"))
        #expect(!other.isGiven && other.name.hasSuffix(":slipway.yml"))
        #expect(other.pipeline.source?.git == "shop", "the server says where the source is")
        try await commit(["shop.yml": "# the same\n" + text("one")], in: repository)
        #expect(try await own(repository, file: "shop.yml")?.isGiven == true)
        // What is not committed is not there.
        try Data(text("three").utf8).write(to: URL(filePath: "\(repository.path)/shop.yml"))
        #expect(try await own(repository, file: "shop.yml")?.isGiven == true)
    }

    @Test func aFileInItsOwnRepositoryStaysInItsPlace() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        let root = text("root", git: "..")
        try await commit(["slipway.yml": root, "deploy/slipway.yml": text("one", git: "..")], in: repository)
        #expect(try await own(repository, file: "shop/deploy/slipway.yml")?.isGiven == true)
        try await commit(["deploy/slipway.yml": text("two", git: "..")], in: repository)
        try await repository.git("-C", repository.path, "checkout", "--quiet", "HEAD~1", "--", "deploy")
        let own = try #require(try await own(repository, file: "shop/deploy/slipway.yml"))
        #expect(own.name.hasSuffix(":deploy/slipway.yml") && !own.isGiven)
        // A clone that fetches from the source is the same repository.
        try await repository.git("clone", "--quiet", repository.path, "\(repository.folder.path)/clone")
        let copy = text("one", git: repository.path)
        try write(copy, to: "clone/deploy/slipway.yml", in: repository)
        #expect(try await self.own(repository, file: "clone/deploy/slipway.yml")?.name == own.name)
        try await repository.git("-C", repository.path, "rm", "--quiet", "-r", "--cached", "deploy")
        try await repository.git("-C", repository.path, "commit", "--quiet", "--message", "away")
        await #expect(throws: OwnPipelineError.self) {
            try await self.own(repository, file: "shop/deploy/slipway.yml")
        }
    }

    @Test func whatIsWrongWithItIsSaidWithItsPlace() async throws {
        let repository = try await Repository()
        defer { repository.remove() }
        try write(text("one"), to: "shop.yml", in: repository)
        try await commit(["shop.yml": text("one") + "quueue: parallel\n"], in: repository)
        let short = try await repository.head().hexadecimal.prefix(12)
        do {
            _ = try await own(repository, file: "shop.yml")
            Issue.record("it was read")
        } catch let error as YAMLFileError {
            #expect(error.description.hasPrefix("\(short):shop.yml:5:1: unknown key \"quueue\""), "\(error)")
        }
        try await commit(["shop.yml": text("one", name: "bakery")], in: repository)
        await #expect(throws: OwnPipelineError.self) { try await own(repository, file: "shop.yml") }
    }
}
