import Delivery
import Platforms
import Telemetry

/// How what is in service is looked at and acted on: the platform that each environment has, and whom to ask beside it.
public struct ServiceEyes: Sendable {
    /// Who listens where an instance should.
    public typealias PortQuestion = @Sendable (PlacedInstance, EnvironmentName) async -> PortListener
    /// Whether an environment's own router answers: who listens where users come may be another program.
    public typealias RouterQuestion = @Sendable (EnvironmentName) async -> Bool
    /// `nil` where nothing was ever set up, or nobody can tell.
    public typealias PlatformQuestion = @Sendable (EnvironmentName) async -> (any Platform)?

    let listener: PortQuestion
    let routerAnswers: RouterQuestion
    let platform: PlatformQuestion

    public init(
        listener: @escaping PortQuestion, routerAnswers: @escaping RouterQuestion,
        platform: @escaping PlatformQuestion
    ) {
        self.listener = listener
        self.routerAnswers = routerAnswers
        self.platform = platform
    }
}
