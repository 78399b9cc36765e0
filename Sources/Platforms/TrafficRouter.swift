import Delivery
import Values

/// Spreads an environment's requests over instances on hosts: which share goes to which slot.
///
/// What it was told last holds, also when it or this process dies and is started again.
public protocol TrafficRouter: Sendable {
    /// Makes it run as a release needs it; one that runs already is taken over. Who gets what stays as it is.
    func open(_ setup: RouterSetup) async throws
    /// Makes one that has gone run again as it was last asked to; one that runs is left as it is.
    ///
    /// - Returns: whether it had gone; `nil` where nobody has opened it here.
    func restore() async throws -> Bool?
    /// - Throws: when it does not answer.
    func verifyAnswering() async throws
    /// Whether an error says that it can't be asked, rather than that it refused.
    func meansGone(_ error: any Error) -> Bool
    /// Ends it: nothing listens any more.
    func end() async throws
    /// Gives back what this process holds of it; it runs on.
    func leave() async

    /// Tells it the instances of a slot.
    func attach(_ endpoints: [Endpoint], to slot: Slot) async throws
    /// Gives the candidate a share, on a lease from `now` on where there is one.
    ///
    /// - Returns: `false` when that would open again what the dead man's switch has closed: then nothing was changed.
    func shift(to share: Share, at now: Timestamp) async throws -> Bool
    /// - Returns: `false` when the lease has run out while the candidate had a share: then it is not renewed.
    func renewLease(at now: Timestamp) async throws -> Bool
    /// Returns what the candidate has to stable.
    func closeShare() async throws
    /// Makes a slot stable: it gets everything.
    func giveEverything(to slot: Slot) async throws
    /// Sends nothing new to a slot.
    func drain(_ slot: Slot) async throws
    /// How many requests a slot is still answering.
    func openRequests(of slot: Slot) async throws -> Int
    /// Sends nothing to these instances, and to all others again.
    func withhold(_ endpoints: [Slot: Set<Endpoint>]) async throws
    /// Tells it again who gets what, where somebody else told it otherwise.
    func restoreSplit() async throws

    /// Begins to read what users experience, from now on.
    ///
    /// - Parameter lost: how many requests nobody could account for so far.
    func beginSampling(lost: Int) async throws
    /// What users experienced since this was last asked.
    func sample(candidate slot: Slot) async throws -> TrafficSample
    /// What is left to tell when the last request has ended.
    func lastSamples(candidate slot: Slot) async throws -> [TrafficSample]
}

/// What a router is to do for one environment.
public struct RouterSetup: Equatable, Sendable {
    /// Where users connect.
    public var route: TrafficRoute
    /// The instances of each slot that are known.
    public var endpoints: [Slot: [Endpoint]]
    /// Instances that get no requests, as other processes have their ports.
    public var withheld: [Slot: Set<Endpoint>]
    /// How many instances a slot may have.
    public var instancesPerSlot: Int
    /// The slot that is stable where nothing else was ever said.
    public var initialStable: Slot

    public init(
        route: TrafficRoute, endpoints: [Slot: [Endpoint]], withheld: [Slot: Set<Endpoint>], instancesPerSlot: Int,
        initialStable: Slot
    ) {
        self.route = route
        self.endpoints = endpoints
        self.withheld = withheld
        self.instancesPerSlot = instancesPerSlot
        self.initialStable = initialStable
    }
}
