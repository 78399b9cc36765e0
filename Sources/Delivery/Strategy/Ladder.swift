import Values

/// The exposures of one release in their order, recorded when it begins. After the last rung come all.
public struct Ladder: Equatable, Sendable, Codable {
    public var rungs: [Rung]
    /// How many places are emptied at once on the way from the last rung to everybody; `nil` is all that are left.
    public var batch: Int?

    private enum CodingKeys: String, CodingKey { case rungs, batch }

    public init(rungs: [Rung], batch: Int? = nil) {
        self.rungs = rungs
        self.batch = batch
    }

    /// To all at once: there is nobody to protect, or nobody wants to.
    public static let straight = Ladder(rungs: [])

    /// The same for instances that are replaced in place: a share of all requests becomes as many of the instances as it
    /// takes at least. What the last rung leaves over follows in batches of the largest rung, one by one where none is
    /// left.
    ///
    /// - Parameters:
    ///   - places: how many places of old instances new ones take.
    ///   - total: how many instances get requests meanwhile.
    func inBatches(of places: Int, among total: Int) -> Ladder {
        var reached = 0
        var batch = rungs.isEmpty ? nil : 1
        let rungs = rungs.compactMap { rung -> Rung? in
            let wanted = rung.exposure.instances(of: places)
            guard wanted > reached, wanted < places else { return nil }
            batch = max(batch ?? 1, wanted - reached)
            reached = wanted
            return Rung(exposure: .instances(wanted, of: total), bake: rung.bake)
        }
        return Ladder(rungs: rungs, batch: batch)
    }

    /// `nil` past the last rung.
    public func rung(at index: Int) -> Rung? { rungs.indices.contains(index) ? rungs[index] : nil }
}

extension Environment {
    /// The ladder of a release beside what users have now.
    ///
    /// - Parameter places: how many places of old instances new ones take, where they are replaced in place.
    package func ladder(beside previous: Deployment?, taking places: Int) -> Ladder {
        let ladder = strategy.ladder(beside: previous)
        guard service.replacement == .inPlace, let previous, places > 0 else { return ladder }
        return ladder.inBatches(of: places, among: previous.instances.count)
    }
}

/// One exposure, and what the candidate must survive there.
public struct Rung: Equatable, Sendable, Codable {
    public var exposure: Exposure
    public var bake: Bake

    private enum CodingKeys: String, CodingKey { case exposure, bake }

    public init(exposure: Exposure, bake: Bake) {
        self.exposure = exposure
        self.bake = bake
    }
}

/// Who meets the candidate.
public enum Exposure: Equatable, Sendable {
    /// A share of all requests.
    case share(Share)
    /// Users of the first so many instances, of so many that there are.
    case instances(Int, of: Int)

    /// The share of requests that it comes to.
    public var share: Share {
        switch self {
        case .share(let share): share
        case .instances(let count, let total): Share(of: count, among: total)
        }
    }

    /// How many instances it names; none for a share.
    var instances: Int {
        switch self {
        case .share: 0
        case .instances(let count, _): count
        }
    }

    /// How many of `total` instances it takes at least.
    fileprivate func instances(of total: Int) -> Int {
        switch self {
        case .share(let share): (share.basisPoints * total + Share.all.basisPoints - 1) / Share.all.basisPoints
        case .instances(let count, _): count
        }
    }
}

extension Exposure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .share(let share): "\(share)"
        case .instances(let count, let total): "\(count) of \(total) instances"
        }
    }
}
