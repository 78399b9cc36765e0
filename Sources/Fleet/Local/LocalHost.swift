import Delivery
import Foundation
import Values

/// The machine on which Slipway runs.
public struct LocalHost: ServiceHost {
    public let name = "local"
    public let layout: HostLayout
    public let address = "127.0.0.1"

    /// The host whose releases and services live under `layout`.
    public init(layout: HostLayout) {
        self.layout = layout
    }

    public func command(in directory: URL) -> any HostCommand {
        DurableCommand(directory: directory)
    }

    public func startedServices() -> [any HostCommand] {
        layout.startedServices()
    }

    /// Throws ``SystemCallError``.
    public func freePort(avoiding taken: Set<Int>) throws -> Int {
        try FreePort.pick(avoiding: taken)
    }

    /// Throws ``ArtifactError`` or ``SystemToolError``.
    public func place(_ artifact: Digest, from store: ArtifactStore) async throws -> PlacedRelease {
        try await store.place(artifact, into: layout)
    }

    public func release(_ digest: Digest) -> URL {
        layout.newestCopy(of: digest) ?? layout.release(digest)
    }

    /// Throws ``SystemCallError``.
    public func activate(_ release: Digest) throws {
        try layout.activate(release)
    }

    /// Throws ``SystemCallError`` or a Cocoa error.
    public func prune(keeping count: Int, protecting protected: Set<Digest>) throws -> [Digest] {
        try layout.prune(keeping: count, protecting: protected)
    }

    /// Nothing is held.
    public func close() {}
}

extension DurableCommand: HostCommand {
    /// Throws ``DurableCommandError/damaged(file:content:)`` or ``SystemCallError``.
    public func processGroup() throws -> Int32? {
        try files.claimant()?.identifier
    }

    public func output(from offset: UInt64) -> any AsyncSequence<OutputChunk, any Error> & Sendable {
        follow(from: offset)
    }
}
