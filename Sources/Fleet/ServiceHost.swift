import Delivery
import Foundation
import Values

/// A machine on which commands and services run: the seam between this machine and one reached over SSH.
public protocol ServiceHost: Sendable {
    /// As the pipeline file calls it: `local`, `ssh://deploy@web-1`.
    var name: String { get }
    /// Where things are on the host.
    var layout: HostLayout { get }
    /// The IP address at which the router reaches services on the host; an IPv6 address is in brackets.
    var address: String { get }

    /// The command that lives in `directory` on the host, started or not.
    func command(in directory: URL) -> any HostCommand
    /// Every service that was ever started on the host, ended or not.
    func startedServices() async throws -> [any HostCommand]
    /// A TCP port that is free on the host now and not one of `taken`; another process may take it at any moment.
    func freePort(avoiding taken: Set<Int>) async throws -> Int
    /// Makes the artifact from `store` a release on the host. One that is there is compared with what is in the archive;
    /// where it differs in anything, a fresh copy is made beside it.
    func place(_ artifact: Digest, from store: ArtifactStore) async throws -> PlacedRelease
    /// The directory of the release that was placed last.
    func release(_ digest: Digest) async throws -> URL
    /// Points `current` to a release that was placed, in one step.
    func activate(_ release: Digest) async throws
    /// Removes all releases but the `count` used last, the current one and `protected`; returns what was removed.
    func prune(keeping count: Int, protecting protected: Set<Digest>) async throws -> [Digest]
    /// Gives back what this process holds of the host; what runs there goes on.
    func close() async
}

/// A durable command on some host; see ``DurableCommand`` for what each promises.
public protocol HostCommand: Sendable {
    /// The command's own directory on the host.
    var directory: URL { get }

    /// Starts the command, or adopts the one that was started here before.
    func start(_ specification: DurableCommandSpecification) async throws -> CommandStart
    /// Where the command is now.
    func state() async throws -> CommandState
    /// The group that the command's processes form, for as long as one of them runs; `nil` before the start.
    func processGroup() async throws -> Int32?
    /// Who listens on a TCP port that the command was given, where the router's connections to `endpoint` arrive.
    func listener(on endpoint: Endpoint) async throws -> PortListener
    /// Returns how the command ended, when it has.
    func wait() async throws -> CommandEnd
    /// What the command writes, from byte `offset` on, until it has ended.
    func output(from offset: UInt64) -> any AsyncSequence<OutputChunk, any Error> & Sendable
    /// At most the last `limit` bytes that the command has written so far.
    func lastOutput(limit: Int) async throws -> OutputChunk
    /// A piece of what the command has written so far, without waiting for more; `nil` when it was not started.
    func excerpt(_ part: OutputPart, limit: Int) async throws -> OutputExcerpt?
    /// Ends the command and everything that it started: SIGTERM, and after `grace` SIGKILL. Returns when all is gone.
    func cancel(grace: Duration) async throws
    /// Removes all files of a command of which nothing runs any more; tells whether they are gone.
    func discard() async throws -> Bool
}
