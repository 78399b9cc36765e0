import Control
import Delivery
import Foundation
import Values

/// What one watcher that no longer reads costs everybody else: orders to a real executor, and their way to a reader,
/// while fifty real watchers look on.
///
/// Both sides take turns. Before the stopped side is measured, the stopped watcher's socket is filled.
enum WatchersPart {
    private static let watchers = 50
    private static let rounds = 5
    private static let orders = 40
    /// More than the sockets between executor and watcher hold.
    private static let filling = 100
    private static let reason = String(repeating: "because ", count: 500)

    static func measure(in workshop: Workshop) async throws -> [Measurement] {
        try await WatchedRelease.run(in: workshop) { release in
            try await WatcherCrowd.run(watchers, of: release, in: workshop) { crowd in
                let reader = try await OrderedReader.open(release.state)
                var (live, stopped) = (OrderTimes(), OrderTimes())
                for _ in 0..<rounds {
                    live += try await reader.order(orders)
                    stopped += try await crowd.stoppingOne {
                        _ = try await reader.order(filling, reason: reason)
                        try await crowd.hasCaughtUp(exceptOne: true)
                        return try await reader.order(orders)
                    }
                    try await crowd.hasCaughtUp()
                }
                return compare(stopped, live)
            }
        }
    }

    private static func compare(_ stopped: OrderTimes, _ live: OrderTimes) -> [Measurement] {
        let told = (Percentiles(stopped.told), Percentiles(live.told))
        let answered = (Percentiles(stopped.answered), Percentiles(live.answered))
        let name = "none stopped"
        return [
            .milliseconds(
                "order to answer, one of \(watchers) watchers stopped, p50", answered.0.p50, beside: name,
                answered.1.p50),
            .milliseconds("order to answer, p99", answered.0.p99, beside: name, answered.1.p99),
            .milliseconds("order to its event at another reader, p50", told.0.p50, beside: name, told.1.p50),
            .milliseconds("order to its event at another reader, p99", told.0.p99, beside: name, told.1.p99),
        ]
    }
}
