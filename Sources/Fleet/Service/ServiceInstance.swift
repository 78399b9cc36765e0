import Delivery
import Foundation
import Values

/// One running copy of a service: a durable command in a directory below `run/`, which outlives the executor.
public struct ServiceInstance: Sendable {
    /// The command behind the service.
    public let command: any HostCommand

    /// The instance on `host`, running or not. A new start needs a new place; an old one finds its instance again.
    public init(on host: some ServiceHost, at place: InstancePlace) {
        command = host.command(in: host.layout.run(place))
    }

    /// Starts the service, or adopts it when this attempt was started before (by an executor that died since).
    ///
    /// Throws what ``DurableCommand/start(_:)`` throws; the service then does not run.
    public func start(_ specification: ServiceSpecification) async throws -> CommandStart {
        try await command.start(specification.command)
    }

    /// Returns as soon as the service has ended, however it did: after ``stop(within:)`` or by itself, a crash.
    public var exit: CommandEnd {
        get async throws { try await command.wait() }
    }

    /// Where the instance is now.
    public func state() async throws -> CommandState {
        try await command.state()
    }

    /// Asks the service to end, and ends it when it has not after `limit`. Returns when all its processes are gone.
    ///
    /// Throws what ``DurableCommand/cancel(grace:)`` throws.
    public func stop(within limit: Duration) async throws {
        try await command.cancel(grace: limit)
    }

    /// The last lines that the service wrote, at most `count` and 64 KiB, for people to read.
    ///
    /// Bytes that are not UTF-8 are replaced; control characters are left in, for the reader to show as it must.
    public func lastLines(_ count: Int) async throws -> [String] {
        let limit = 64 << 10
        let chunk = try await command.lastOutput(limit: limit)
        var lines = chunk.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        // Read from the middle of a longer output: the first line is only the end of one.
        if chunk.offset > 0, lines.count > 1 { lines.removeFirst() }
        return lines.suffix(max(count, 0)).map { String(decoding: $0, as: UTF8.self) }
    }
}
