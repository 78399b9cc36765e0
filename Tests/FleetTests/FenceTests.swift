import Foundation
import Testing

@testable import Fleet

/// What a commit or a step put into the workspace leads nowhere else.
@Suite struct FenceTests {
    private let scratch: TemporaryDirectory
    private let workspace: URL
    private let store: ArtifactStore

    init() throws {
        scratch = try TemporaryDirectory()
        workspace = scratch["workspace"]
        store = ArtifactStore(directory: scratch["store"])
        try scratch.write("top secret\n", to: "outside/secret")
        try scratch.write("1.2.3\n", to: "workspace/VERSION")
        try scratch.write("hello", to: "workspace/dist/app")
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: workspace.appending(path: name).path, withDestinationPath: target)
    }

    private func version(_ path: String) throws -> String {
        String(decoding: try WorkspaceFile.beginning(of: path, in: workspace, limit: 5), as: UTF8.self)
    }

    @Test func whatIsThereIsRead() async throws {
        #expect(try version("VERSION") == "1.2.3")
        #expect(try version("./dist//app") == "hello")
        #expect(try await store.add("dist", of: workspace) == store.add(of: workspace.appending(path: "dist")))
    }

    @Test(arguments: ["../outside", "/etc", "../../../../../etc"]) func aLinkIsNotFollowed(target: String) async throws
    {
        try link("linked", to: target)
        let error = await #expect(throws: FenceError.self) { try await store.add("linked", of: workspace) }
        #expect(error?.description.contains("symbolic link") == true)
        #expect(throws: FenceError.self) { try version("linked/secret") }
        await #expect(throws: FenceError.self) { try await store.add("linked/deeper", of: workspace) }
        #expect(!FileManager.default.fileExists(atPath: store.directory.path))
    }

    @Test func aLinkedVersionIsNotRead() throws {
        try link("V", to: "../outside/secret")
        let error = #expect(throws: FenceError.self) { try version("V") }
        #expect(error?.description.contains("\"V\" is a symbolic link") == true)
    }

    @Test(arguments: ["../outside/secret", "/etc/passwd", "dist/../../outside/secret"])
    func aPathThatLeavesIsRefused(path: String) throws {
        #expect(throws: FenceError.self) { try version(path) }
    }

    /// Whoever opened it to read would wait for somebody who writes.
    @Test(.timeLimit(.minutes(1))) func aFIFOKeepsNobodyWaiting() throws {
        try #require(mkfifo(workspace.appending(path: "pipe").path, 0o600) == 0)
        let error = #expect(throws: FenceError.self) { try version("pipe") }
        #expect(error?.description.contains("no regular file") == true)
        #expect(throws: FenceError.self) { try version("dist") }
    }

    @Test func whatIsNotThereIsSaid() async throws {
        let error = #expect(throws: FenceError.self) { try version("MISSING") }
        #expect(error?.description == "\"MISSING\" is not there: no step before made it")
        await #expect(throws: FenceError.self) { try await store.add("nothing", of: workspace) }
        await #expect(throws: FenceError.self) { try await store.add("VERSION", of: workspace) }
    }

    @Test(arguments: [".git/config", "dist/.git", "dist/sub/.git/config"])
    func whatGitKeepsIsNotPacked(path: String) async throws {
        try scratch.write("url = https://user:token@host", to: "workspace/\(path)")
        let error = await #expect(throws: ArtifactError.self) { try await store.add(".", of: workspace) }
        #expect(error?.description.contains(".git") == true)
    }

    @Test(arguments: ["../../outside/secret", "/etc/passwd"]) func aLinkOutOfTheArtifactIsRefused(target: String)
        async throws
    {
        try link("dist/leak", to: target)
        let error = await #expect(throws: ArtifactError.self) { try await store.add("dist", of: workspace) }
        #expect(error?.description.contains("leak") == true)
    }

    @Test func aLinkWithinTheArtifactIsPacked() async throws {
        try link("dist/again", to: "app")
        _ = try await store.add("dist", of: workspace)
    }
}
