import Foundation
import SlipwayTesting
import Subprocess
import Testing

/// A pipeline of a server, with a repository that the test commits to.
struct TestPipeline: Sendable {
    let name: String
    let served: ServedFolder

    private var repository: String { served.folder.appending(path: name).path }

    /// Writes the pipeline's file, and makes its repository, which has no commit yet.
    ///
    /// - Parameter text: what comes after its name and its source.
    init(_ name: String, in served: ServedFolder, _ text: String) async throws {
        self.name = name
        self.served = served
        try served.write("name: \(name)\nsource: { git: \(name), branch: main }\n\(text)\n", to: "\(name).yml")
        try await git("init", "--quiet", "--initial-branch=main", repository)
    }

    /// Commits a version, and gives the commit's name.
    @discardableResult
    func commit(_ version: String) async throws -> String {
        try served.write("\(version)\n", to: "\(name)/VERSION")
        try served.write(#"{ "version": "\#(version)" }"#, to: "\(name)/shop.json")
        try await git("-C", repository, "add", ".")
        try await git("-C", repository, "commit", "--quiet", "--message", "Make it \(version)")
        return try await git("-C", repository, "rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    }

    @discardableResult
    private func git(_ arguments: String...) async throws -> String {
        let identity = ["-c", "user.name=Ana", "-c", "user.email=ana@shop.example", "-c", "commit.gpgsign=false"]
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(identity + arguments), output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16))
        try #require(result.terminationStatus.isSuccess, "git \(arguments): \(result.standardError)")
        return result.standardOutput
    }
}

extension ServedFolder {
    /// A step that waits until the test lets it go on, or is over.
    func waiting(for file: String) -> String {
        "until [ -e \(folder.path)/\(file) ] || [ ! -e \(folder.path) ]; do sleep 0.05; done"
    }

    func release(_ file: String) throws { try write("", to: file) }

    /// The stages and the environment of a pipeline that releases the demo's shop.
    ///
    /// - Parameters:
    ///   - production: what more there is to say of the last stage.
    ///   - start: comes before the service's start.
    ///   - bake: how long a canary of 25 % goes on.
    static func shop(
        _ environment: String = "production", port: Int, top: String = "release: automatic", production: String = "",
        start: String = "exec", bake: String = "1s"
    ) -> String {
        """
        \(top)
        accept-risk: a test
        stages:
          - name: build
            steps:
              - run: mkdir -p dist && cp VERSION shop.json dist
              - artifact: { path: dist, version-from: VERSION }
          - name: \(environment)
            \(production)
            steps: [{ deploy: \(environment) }]
        environments:
          \(environment):
            service: { start: '\(start) "$SLIPWAY_DEMO_SHOP" serve --port $PORT --config shop.json', stop-within: 2s }
            traffic: { haproxy: { listen: "127.0.0.1:\(port)" } }
            strategy: { canary: { steps: [25%], bake: { for: \(bake), requests: 0 } } }
            on-no-data: continue
        """
    }
}
