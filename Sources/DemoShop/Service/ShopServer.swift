import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
import Values

/// A small web shop on this machine, with faults on demand: something to release.
///
/// Pages: `/`, `/product/ID` (HTML), `/cart` and `/checkout` (JSON). `/healthz` answers 200 when the shop is ready and
/// its dependency can be reached, and 503 otherwise; `/version` says version and artifact digest. Faults befall
/// pages only, and only pages are counted.
public final class ShopServer: Sendable {
    private let configuration: ShopConfiguration
    private let pool: StoppablePool
    private let state = ShopState()
    private let handler: ShopHandler
    private let hasEnded = Mutex(false)
    private let stopping: AsyncStream<Duration>
    private let stopRequests: AsyncStream<Duration>.Continuation

    /// - Parameters:
    ///   - seed: what faults befall which request: the same seed, the same faults.
    ///   - artifactDigest: shown by `/version`.
    public init(_ configuration: ShopConfiguration, seed: UInt64 = 1, artifactDigest: String? = nil) {
        let pool = StoppablePool(HTTPServer.defaultPool())
        self.configuration = configuration
        self.pool = pool
        handler = ShopHandler(
            pages: ShopPages(identity: ShopIdentity(version: configuration.version, digest: artifactDigest)),
            faults: Faults(configuration, seed: seed),
            leak: Leak(bytesPerRequest: configuration.leakBytesPerRequest),
            state: state,
            dependency: configuration.dependency.map { DependencyProbe(address: $0, pool: pool) },
            crash: Crash.abortProcess)
        (stopping, stopRequests) = AsyncStream.makeStream()
    }

    /// Serves on `127.0.0.1` until `stop` is called, and the answers in progress are sent.
    ///
    /// Ignores SIGPIPE in the whole process. Once only for each server.
    ///
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - listening: called once with the address, when connections are accepted.
    /// - Throws: `ShopError`; `CancellationError` when the task is cancelled, which answers nothing more.
    public func run(port: UInt16, listening: @escaping @Sendable (LoopbackAddress) -> Void) async throws {
        guard !configuration.failToStart else { throw ShopError.toldToFail(version: configuration.version) }
        BrokenPipe.ignore()
        let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: port)
        let server = HTTPServer(
            config: .init(address: address, timeout: handlerLimit, pool: pool, logger: .disabled), handler: handler
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.serve(server, port: port) }
            group.addTask { try await self.start(server, listening: listening) }
            group.addTask { try await self.enforceStop() }
            // `serve` alone ends in good order; the others only add a deadline or an error.
            defer { group.cancelAll() }
            while try await group.next() != nil, !hasEnded.withLock({ $0 }) {}
        }
    }

    /// Stops in good order: nothing more is accepted, what has arrived is answered, `run` returns.
    ///
    /// - Parameter grace: when answers are still in progress after it, `run` throws `ShopError.unanswered`.
    public func stop(within grace: Duration) {
        state.stop()
        pool.stop()
        stopRequests.yield(grace)
    }

    /// In seconds; above every delay that can be configured, but no more than needed: FlyingFox sets a timer for every
    /// request, and the memory of a cancelled timer is held until it would have fired.
    private var handlerLimit: Double { (handler.faults.longestDelay + .seconds(5)) / .seconds(1) }

    private func serve(_ server: HTTPServer, port: UInt16) async throws {
        defer { hasEnded.withLock { $0 = true } }
        do {
            try await server.run()
        } catch let error where state.phase == .stopping && !Task.isCancelled {
            guard Self.isEndOfListening(error) else { throw error }
        } catch let error as SocketError {
            throw ShopError.cannotServe(port: port, reason: error.localizedDescription)
        }
    }

    /// The server ends by "disconnected" when its listener does, or by the refusal of an accept that came just after.
    private static func isEndOfListening(_ error: any Error) -> Bool {
        switch error as? SocketError {
        case .disconnected: true
        case .failed(type: "Accept", let code, _): code == EINVAL
        default: false
        }
    }

    private func start(_ server: HTTPServer, listening: @Sendable (LoopbackAddress) -> Void) async throws {
        try await server.waitUntilListening(timeout: 30)
        if case .ip4(_, let port) = await server.listeningAddress { listening(LoopbackAddress(port: port)) }
        try await Task.sleep(for: configuration.startDelay)
        state.becomeReady()
    }

    private func enforceStop() async throws {
        for await grace in stopping {
            try await Task.sleep(for: grace)
            throw ShopError.unanswered(requests: state.inFlight, after: grace)
        }
    }
}
