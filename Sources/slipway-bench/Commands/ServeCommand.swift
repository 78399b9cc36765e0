import ArgumentParser
import FlyingFox
import FlyingSocks
import Foundation

/// The service that is released: it answers, and nothing else.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", shouldDisplay: false)

    @Option var port: UInt16

    func run() async throws {
        let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: port)
        let handler = ClosureHTTPHandler { _ in HTTPResponse(statusCode: .ok) }
        try await HTTPServer(address: address, logger: .disabled, handler: handler).run()
    }
}
