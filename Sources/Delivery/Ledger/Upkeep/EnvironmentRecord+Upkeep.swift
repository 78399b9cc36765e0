import Values

/// How what is in service is kept up: the fold of what was done for it.
extension EnvironmentRecord {
    /// What was done for an instance; `nil` while it runs as it was released.
    public func upkeep(of id: InstanceID) -> InstanceUpkeep? { upkeeps.first { $0.instance == id } }

    /// What was done for each of these, where anything was.
    public func upkeeps(of ids: [InstanceID]) -> [InstanceUpkeep] { upkeeps.filter { ids.contains($0.instance) } }

    /// The instances of what is in service that nobody starts again before a person says so.
    public var givenUp: [InstanceUpkeep] {
        let ids = Set((stable?.instances ?? []).map(\.id))
        return upkeeps.filter { $0.state == .givenUp && ids.contains($0.instance) }
    }

    /// Whether what is in service is wanted, and nobody else sees to it.
    var isKeptUp: Bool { stable != nil && takenDown == nil && !isReplacedInPlace }

    /// Those of what was in service before may come back.
    mutating func forgetUpkeep() {
        let ids = Set(((stable?.instances ?? []) + (previous?.instances ?? [])).map(\.id))
        upkeeps.removeAll { !ids.contains($0.instance) }
    }

    mutating func begin(_ start: Int, of id: InstanceID, at time: Timestamp) {
        guard let index = upkeeps.firstIndex(where: { $0.instance == id }) else {
            return upkeeps.append(
                InstanceUpkeep(instance: id, start: start, since: time, inARow: 1, state: .starting, problem: nil))
        }
        upkeeps[index].begin(start, at: time)
    }

    mutating func update(_ id: InstanceID, _ change: (inout InstanceUpkeep) -> Void) {
        guard let index = upkeeps.firstIndex(where: { $0.instance == id }) else { return }
        change(&upkeeps[index])
    }

    mutating func takeDown(by standing: Standing) {
        takenDown = standing
        isStopped = false
        kept?.isEnding = true
    }

    /// Nothing answers, and nothing is to: nobody has to look for why.
    mutating func noteStopped(at time: Timestamp) {
        isStopped = true
        routerTrouble = nil
        for instance in stable?.instances ?? [] where !down.contains(where: { $0.instance == instance.id }) {
            note(instance.id, Outage(since: time, failure: .exited(status: "taken down", lastOutput: "")))
        }
    }

    /// A person wants it to run: whatever was tried before is forgotten.
    mutating func bringUp() {
        takenDown = nil
        isStopped = false
        for index in upkeeps.indices where upkeeps[index].state != .starting {
            upkeeps[index].inARow = 0
            if upkeeps[index].state == .givenUp { upkeeps[index].state = .failed }
        }
    }
}
