import ArgumentParser
import DemoShop
import Foundation
import Values

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the shop on 127.0.0.1.",
        discussion: """
            Prints one line of JSON when it listens. SIGTERM or SIGINT: accepts nothing more, finishes what has arrived, \
            exits 0. Faults come from the configuration; the injected crash is a real abort (SIGABRT) of the process.
            """)

    @Option(help: "The port; 0 for any free one.")
    var port: UInt16

    @Option(help: "The configuration: version and faults, as JSON. Default: shop.json, if there is one.")
    var config: String?

    @Option(help: "What faults befall which request: the same seed, the same faults.")
    var seed: UInt64 = 1

    @Option(
        help: "After SIGTERM, how long answers may take to finish: 500ms, 1m; 10s without it.",
        transform: Duration.argument)
    var stopWithin = Duration.seconds(10)

    func run() async throws {
        let shop = try loadConfiguration()
        let server = ShopServer(
            shop, seed: seed, artifactDigest: ProcessInfo.processInfo.environment["SLIPWAY_DIGEST"])
        let signals = TerminationSignals.stream()
        let stopping = Task {
            for await _ in signals { server.stop(within: stopWithin) }
        }
        defer { stopping.cancel() }
        try await server.run(port: port) { address in
            StandardOutput.print(
                ListeningLine(
                    event: "listening", address: address.description, version: shop.version, process: getpid()))
        }
    }

    private func loadConfiguration() throws -> ShopConfiguration {
        if let config { return try ShopConfiguration(contentsOf: URL(fileURLWithPath: config)) }
        let standard = URL(fileURLWithPath: "shop.json")
        return FileManager.default.fileExists(atPath: standard.path)
            ? try ShopConfiguration(contentsOf: standard) : ShopConfiguration()
    }
}

private struct ListeningLine: Encodable {
    let event: String
    let address: String
    let version: String
    let process: Int32
}
