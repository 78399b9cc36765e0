import Values

/// How what is in service is started again without its pipeline: as it was released.
public struct ServiceStart: Equatable, Sendable, Codable {
    /// The service's `start`.
    public let command: String
    /// How long an instance may take from its start until it answers.
    public let within: Duration
    /// How long an instance may take from the polite signal to its end.
    public let stopWithin: Duration
    /// How users' requests arrive.
    public let route: TrafficRoute
    /// How many instances the router was made ready for in each slot.
    public let instancesPerSlot: Int
    /// Which variables its instances find; `nil` where the pipeline says nothing of any.
    public let variables: ProcessVariables?
    /// What the paths of files in the variables are relative to; `nil` where there are none.
    public let workspace: String?

    private enum CodingKeys: String, CodingKey {
        case command, within, stopWithin, route, instancesPerSlot, variables, workspace
    }

    public init(
        command: String, within: Duration, stopWithin: Duration, route: TrafficRoute, instancesPerSlot: Int,
        variables: ProcessVariables? = nil, workspace: String? = nil
    ) {
        self.command = command
        self.within = within
        self.stopWithin = stopWithin
        self.route = route
        self.instancesPerSlot = instancesPerSlot
        self.variables = variables
        self.workspace = workspace
    }

    /// As an environment's settings have it.
    init(_ settings: Environment, variables: ProcessVariables?, workspace: String?) {
        self.init(
            command: settings.service.start, within: settings.service.startWithin,
            stopWithin: settings.service.stopWithin, route: settings.traffic,
            instancesPerSlot: settings.hosts.count * settings.service.instances, variables: variables,
            workspace: variables == nil ? nil : workspace)
    }
}
