import FlyingSocks
import Values

/// Tries to connect to what the shop depends on.
struct DependencyProbe: Sendable {
    let address: LoopbackAddress
    let pool: any AsyncSocketPool

    private static let limit = Duration.milliseconds(500)

    /// Why there is no connection to be had; `nil` when there is.
    func problem() async -> String? {
        do {
            let connected: Void? = try await within(Self.limit) {
                try await LoopbackConnection.open(to: address, pool: pool).close()
            }
            return connected == nil ? "no answer within \(Self.limit)" : nil
        } catch {
            return "\(error)"
        }
    }
}
