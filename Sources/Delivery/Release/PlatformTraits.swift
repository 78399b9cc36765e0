import Values

/// What the platform of an environment can do with users' requests. It is recorded with a release when that begins; rules
/// read this and never ask which platform it is.
public struct PlatformTraits: Hashable, Sendable {
    /// What closes a share that nobody holds open any more; `nil` where nothing does: there, silence of the platform
    /// never means that users are safe.
    public var deadManSwitch: DeadManSwitch?
    /// Whether requests in flight are left to end before an instance is stopped.
    public var drains: Bool
    /// Whether it tells of every request how it ended.
    public var countsRequests: Bool
    /// Whether it can be told which single instances get requests; without that none can be replaced in place.
    public var routesInstances: Bool

    public init(
        deadManSwitch: DeadManSwitch?, drains: Bool = true, countsRequests: Bool = true, routesInstances: Bool = false
    ) {
        self.deadManSwitch = deadManSwitch
        self.drains = drains
        self.countsRequests = countsRequests
        self.routesInstances = routesInstances
    }

    /// What is left of it for a release in place: an old instance that gave up its place is not there to take a share back.
    var inPlace: PlatformTraits {
        PlatformTraits(
            deadManSwitch: nil, drains: drains, countsRequests: countsRequests, routesInstances: routesInstances)
    }

    /// Hosts behind HAProxy, which gives the candidate its share only until a time that is set ahead again and again.
    public static let haproxy = PlatformTraits(deadManSwitch: .haproxy)
}

/// A share that is open on a lease: it ends by itself when nobody renews it.
public struct DeadManSwitch: Hashable, Sendable, Codable {
    /// How far ahead the lease is set each time.
    public var lease: Duration
    /// How often it is renewed.
    public var renewal: Duration

    private enum CodingKeys: String, CodingKey { case lease, renewal }

    public init(lease: Duration, renewal: Duration) {
        self.lease = lease
        self.renewal = renewal
    }

    /// HAProxy's, which every request asks whether the lease is over.
    public static let haproxy = DeadManSwitch(lease: .seconds(10), renewal: .seconds(2))

    /// How often is looked whether it is to be renewed: soon after the clock was set.
    public static let watch = Duration.milliseconds(200)

    /// Whether it is to be renewed: in its turn, or because the clock was set. A clock set back would let the lease
    /// live on for as long; by one set ahead it may have ended.
    public func isRenewalDue(at now: Timestamp, renewedAt last: Timestamp?) -> Bool {
        guard let last else { return true }
        return now < last || now >= last + renewal
    }

    /// After this long without a renewal the lease may have run out: the last one may have been nearly due.
    public var mayBeOver: Duration { lease - renewal }
    /// After this long without a renewal the lease has surely run out; a second for whole-second clocks.
    public var certainlyOver: Duration { lease + .seconds(2) }
}

extension PlatformTraits: Codable {
    private enum Name: String, CodingKey { case deadManSwitch, drains, countsRequests, routesInstances }

    /// What a later program knows besides is left out here; what an earlier one did not know, HAProxy had.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        self.init(
            deadManSwitch: try members.decodeIfPresent(DeadManSwitch.self, forKey: .deadManSwitch),
            drains: try members.decode(Bool.self, forKey: .drains),
            countsRequests: try members.decode(Bool.self, forKey: .countsRequests),
            routesInstances: try members.decodeIfPresent(Bool.self, forKey: .routesInstances) ?? false)
    }
}
