import Values

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
    /// How exposure grows; `nil` in records from before it was kept: it is what the strategy computes.
    public var ladder: Ladder?
    /// What the platform can do; `nil` in records from before it was kept: it was HAProxy.
    public var platform: PlatformTraits?
    /// How its instances take over; `nil` is side by side, as it always was before there was anything else.
    public var replacement: Replacement?
    /// Which variables its instances find; `nil` where the pipeline says nothing of any.
    public var variables: ProcessVariables?
    /// What the paths of files in the variables are relative to; `nil` without any.
    public var workspace: String?
    /// How many versions stay at hand; `nil` in records from before it was kept.
    public var keep: Int?
    /// How long the old instances stay ready after the release; `nil` in records from before a run ended without
    /// them: there it stayed for as long as its pipeline says.
    public var keepOld: Duration?
    /// What was still kept ready when it began, in the slot that it takes.
    public var kept: Deployment?
    /// Whether it goes back to just that, and starts nothing.
    public var returnsToKept: Bool?
    /// Where the release goes back to an earlier version on purpose.
    public var wayBack: WayBack?
    /// The run that the version is of, where it was built before.
    public var builtIn: RunNumber?
    /// The environment as it is released there, where its rules don't have it: of what was built before.
    public var settings: Environment?
    /// What it is released by; `nil` in records from before it was kept.
    public var rules: DeliveryRules?

    private enum CodingKeys: String, CodingKey {
        case step, artifact, previous, slot, instances, commit, ladder, platform, replacement, variables, workspace
        case keep, keepOld, kept, returnsToKept, wayBack, builtIn, settings, rules
    }

    public init(
        step: StepID, artifact: Artifact, previous: Deployment?, slot: Slot, instances: [InstanceID],
        commit: String? = nil, ladder: Ladder? = nil, platform: PlatformTraits? = nil, replacement: Replacement? = nil,
        variables: ProcessVariables? = nil, workspace: String? = nil, rules: DeliveryRules? = nil
    ) {
        self.rules = rules
        self.step = step
        self.artifact = artifact
        self.previous = previous
        self.slot = slot
        self.instances = instances
        self.commit = commit
        self.ladder = ladder
        self.platform = platform
        self.replacement = replacement
        self.variables = variables
        self.workspace = workspace
    }

    /// As an environment's settings have it. Where nothing is in service, there is no place to take.
    init(
        step: StepID, artifact: Artifact, slot: Slot, instances: [InstanceID], commit: String?,
        beside previous: Deployment?, as settings: Environment, variables: ProcessVariables? = nil,
        workspace: String? = nil, rules: DeliveryRules? = nil
    ) {
        let variables = variables?.isEmpty == false ? variables : nil
        let taking = instances.filter { new in previous?.instances.contains { $0.id.isAt(new) } ?? false }
        // Where no place is shared, nothing is in the way of anything.
        let isInPlace = settings.service.replacement == .inPlace && !taking.isEmpty
        self.init(
            step: step, artifact: artifact, previous: previous, slot: slot,
            // What takes no place of an old one comes last: until then shares are what they seem.
            instances: isInPlace ? taking + instances.filter { !taking.contains($0) } : instances, commit: commit,
            ladder: settings.ladder(beside: previous, taking: taking.count),
            platform: isInPlace ? (settings.platform ?? .haproxy).inPlace : settings.platform,
            replacement: isInPlace ? .inPlace : nil, variables: variables,
            workspace: variables == nil ? nil : workspace, rules: rules)
    }
}

/// How an instance failed. Each is judged at once: none needs statistics.
public enum InstanceFailure: Equatable, Sendable {
    /// It never became ready; `lastOutput` is what it printed last.
    case notReady(detail: String, lastOutput: String)
    /// Its process ended: `status` is how, in words; `nil` where nobody saw, as whoever looked after the process is gone.
    case exited(status: String?, lastOutput: String)
    /// It was ready and answers no more.
    case notResponding(detail: String)
    /// The probe of another health rule was answered badly again and again.
    case unhealthy(rule: String, detail: String)
    /// Another process listens on its port: whatever answers there is not the instance.
    case portTaken(port: Int, by: PortHolder)
}

extension InstanceFailure {
    var isTakenPort: Bool {
        switch self {
        case .portTaken: true
        case .notReady, .exited, .notResponding, .unhealthy: false
        }
    }
}
