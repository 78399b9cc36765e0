import DemoShop
import Foundation

/// A shop that serves on a free port while a test's body runs.
struct RunningShop: Sendable {
    let address: LoopbackAddress
    let server: ShopServer
    /// Ends when the server does, with its error if it had one.
    let serving: Task<Void, any Error>

    /// The status of the answer to one request on a connection of its own.
    func status(at path: String) async throws -> Int? {
        let answer = try await RawClient.get(path, from: address)
        return DemoShopTests.status(of: answer)
    }

    static func with<Result>(
        _ configuration: ShopConfiguration, seed: UInt64 = 1, digest: String? = nil,
        _ body: (RunningShop) async throws -> Result
    ) async throws -> Result {
        let server = ShopServer(configuration, seed: seed, artifactDigest: digest)
        let (addresses, found) = AsyncStream<LoopbackAddress>.makeStream()
        let serving = Task {
            defer { found.finish() }
            try await server.run(port: 0) { found.yield($0) }
        }
        defer { serving.cancel() }
        guard let address = await addresses.first(where: { _ in true }) else {
            try await serving.value
            throw ShopError.cannotServe(port: 0, reason: "no address")
        }
        return try await body(RunningShop(address: address, server: server, serving: serving))
    }

    /// As `with`, and ready.
    static func whenReady<Result>(
        _ configuration: ShopConfiguration, seed: UInt64 = 1, digest: String? = nil,
        _ body: (RunningShop) async throws -> Result
    ) async throws -> Result {
        try await with(configuration, seed: seed, digest: digest) { shop in
            guard try await eventually({ try await shop.status(at: "/healthz") == 200 }) else {
                throw ShopError.cannotServe(port: shop.address.port, reason: "never ready")
            }
            return try await body(shop)
        }
    }
}

extension ShopConfiguration {
    static func version(_ version: String, _ change: (inout ShopConfiguration) -> Void = { _ in }) -> Self {
        var configuration = ShopConfiguration()
        configuration.version = version
        change(&configuration)
        return configuration
    }
}
