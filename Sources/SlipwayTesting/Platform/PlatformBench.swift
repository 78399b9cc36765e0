import Delivery
import Platforms
import Values

/// A platform that is tried: where it works, and what really became of what it was asked.
public protocol PlatformBench: Sendable {
    /// How a release goes there.
    var settings: Environment { get }
    var now: Timestamp { get async }

    /// The platform as a process finds it that has just begun, and knows nothing of those before it.
    func open() async throws -> any Platform
    /// A version of the service that works.
    func artifact(_ version: String) async throws -> Artifact
    /// The share of users that each slot really has; nobody has any where no users are let in.
    func shares() async throws -> [Slot: Share]
    /// The instances that really run.
    func running() async throws -> Set<InstanceID>
    /// Lets time pass.
    func pass(_ time: Duration) async throws
}
