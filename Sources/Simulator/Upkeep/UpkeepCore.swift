import Delivery
import Values

/// The pure core as whoever keeps services up uses it. Tests replace a part of it by a wrong one, to see that it is
/// noticed.
public struct UpkeepCore: Sendable {
    public var decide: @Sendable (Ledger, ServiceInput, EnvironmentName, Timestamp) -> [Event]
    public var effects: @Sendable (Ledger, EnvironmentName) -> Set<ServiceEffect>
    public var apply: @Sendable (inout Ledger, Event, RunNumber?, Timestamp) -> Void

    /// The core as it is.
    public static var genuine: UpkeepCore {
        UpkeepCore(
            decide: { $0.decide($1, in: $2, at: $3) }, effects: { $0.serviceEffects(in: $1) },
            apply: { $0.apply($1, run: $2, at: $3) })
    }
}
