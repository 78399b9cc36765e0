/// A release as it is decided at its start: what goes where, beside what.
public struct ReleasePlan: Equatable, Sendable, Codable {
    public var step: StepID
    public var artifact: Artifact
    /// What users have now; `nil` on an environment's first release.
    public var previous: Deployment?
    public var slot: Slot
    public var instances: [InstanceID]
    /// The commit that the artifact was built from.
    public var commit: String?

    public init(
        step: StepID, artifact: Artifact, previous: Deployment?, slot: Slot, instances: [InstanceID],
        commit: String? = nil
    ) {
        self.step = step
        self.artifact = artifact
        self.previous = previous
        self.slot = slot
        self.instances = instances
        self.commit = commit
    }
}

/// How an instance failed. Each is judged at once: none needs statistics.
public enum InstanceFailure: Equatable, Sendable, Codable {
    /// It never became ready; `lastOutput` is what it printed last.
    case notReady(detail: String, lastOutput: String)
    /// Its process ended: `status` is how, in words; `nil` where nobody saw, as whoever looked after the process is gone.
    case exited(status: String?, lastOutput: String)
    /// It was ready and answers no more.
    case notResponding(detail: String)
    /// Another process listens on its port: whatever answers there is not the instance.
    case portTaken(port: Int, by: PortHolder)
}

extension InstanceFailure {
    var isTakenPort: Bool {
        switch self {
        case .portTaken: true
        case .notReady, .exited, .notResponding: false
        }
    }
}
