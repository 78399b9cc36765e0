import ArgumentParser
import Delivery
import Foundation
import Journal
import PipelineFile
import Server
import Triggers

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Carry out runs of several pipelines without a screen: on every change, on a webhook, on demand.",
        discussion: """
            slipway watch shows its runs, and every order can be given from another terminal. SIGTERM hands over: users \
            of every release are with stable at once, and whoever serves next goes on.
            """)

    @Argument(help: "The server's configuration; without it slipway-server.yml, or else slipway.yml alone is served.")
    var file: String?

    @Option(help: "State directory.")
    var state = ".slipway"

    func run() async throws {
        // Whoever sees that it holds the lock may end it, and in good order.
        let listening = Interruption.shared.requests()
        defer { withExtendedLifetime(listening) {} }
        try await reporting {
            let configuration = try loadConfiguration()
            let served = try loadPipelines(configuration)
            let log = try openLog(configuration)
            let status = try await withSession(
                in: state, to: .begin, withholding: configuration.secretVariables, reopensRuns: true,
                sources: Serving.sourceRules(configuration, served),
                notices: Notices { log.write(.warning, "\($0)") }
            ) { session in
                try await Serving(session: session, configuration: configuration, served: served, log: log)
                    .carryOut()
            }
            throw status.code
        }
    }

    private func loadConfiguration() throws -> ServerConfiguration {
        let standard = "slipway-server.yml"
        guard let path = file ?? (FileManager.default.fileExists(atPath: standard) ? standard : nil) else {
            var configuration = ServerConfiguration()
            configuration.pipelines = [URL(filePath: "slipway.yml").standardizedFileURL.path(percentEncoded: false)]
            return configuration
        }
        do {
            return try ServerConfiguration.load(path)
        } catch {
            throw CommandFailure(.usage, error)
        }
    }

    /// A server that nobody can look after must not begin to serve.
    private func openLog(_ configuration: ServerConfiguration) throws -> ServerLog {
        do {
            return try ServerLog(configuration.log, now: { .now }) { StandardStream.error.write("slipway: \($0)") }
        } catch {
            throw CommandFailure(.usage, error)
        }
    }

    private func loadPipelines(_ configuration: ServerConfiguration) throws -> [ServedPipeline] {
        let served = try configuration.pipelines.map { path in
            do {
                return try ServedPipeline(path: path)
            } catch {
                throw CommandFailure(.usage, error)
            }
        }
        let conflicts =
            ServedPipeline.conflicts(among: served)
            + served.flatMap { $0.conflicts(withSecrets: configuration.secretVariables) }
        guard conflicts.isEmpty else { throw CommandFailure(.usage, conflicts) }
        return served
    }
}
