import Delivery
public struct DashboardModel: Sendable { public init(run: RunState, ledger: Ledger) {} }
public enum DashboardSession {
    public static func run(_ records: AsyncStream<EventRecord>, model: DashboardModel, actor: Actor, order: @Sendable (Command, String?) async -> Refusal?) async throws {}
}
