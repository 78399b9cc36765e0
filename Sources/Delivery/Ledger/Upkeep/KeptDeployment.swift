import Values

/// What was in service before what is now, while its instances stay ready for a way back.
public struct KeptDeployment: Equatable, Sendable, Codable {
    public let deployment: Deployment
    public let until: Timestamp
    /// Whether it is being ended.
    public internal(set) var isEnding = false

    private enum CodingKeys: String, CodingKey { case deployment, until, isEnding }

    init(_ deployment: Deployment, until: Timestamp) {
        self.deployment = deployment
        self.until = until
    }
}

extension EnvironmentRecord {
    /// What is kept ready, where every instance of it answers as far as anybody saw.
    public var readyKept: Deployment? {
        guard let kept, !kept.isEnding else { return nil }
        let ids = Set(kept.deployment.instances.map(\.id))
        return troubles.contains { ids.contains($0.instance) } ? nil : kept.deployment
    }

    /// Whether its time is over. While nothing of what is in service answers, it may be all that there is to go back to.
    func isKeptLongEnough(at now: Timestamp) -> Bool {
        guard let kept, !kept.isEnding, releasing == nil else { return false }
        return now >= kept.until && (stable == nil || answering > 0)
    }

    mutating func keepOld(until end: Timestamp) {
        kept = previous.map { KeptDeployment($0, until: end) }
    }

    /// What is wanted to run: what is in service, and what is kept ready beside it.
    var wantedDeployments: [Deployment] {
        guard isKeptUp else { return [] }
        let isGoing = isBeingTakenBack == true && stable?.run == releasing
        return [isGoing ? nil : stable, kept?.isEnding == false ? kept?.deployment : nil].compactMap { $0 }
    }

    /// The one of them that an instance is of.
    public func wantedDeployment(with id: InstanceID) -> Deployment? {
        wantedDeployments.first { $0.instances.contains { $0.id == id } }
    }
}
