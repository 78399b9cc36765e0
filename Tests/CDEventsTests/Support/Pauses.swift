import CDEvents
import Delivery
import Sinks
import Synchronization
import Values

/// A sink's pauses, none of which takes any time: noted, and used to change the world.
final class Pauses: Sendable {
    private let noted = Mutex<[Duration]>([])
    private let during: @Sendable (Int) async throws -> Void

    /// - Parameter during: happens in each pause, which it is told the number of, from 1.
    init(during: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
        self.during = during
    }

    var all: [Duration] { noted.withLock { $0 } }

    /// - Parameter chance: where in the upper half of its length each pause ends.
    func pacing(chance: Double = 0) -> RetryPacing {
        RetryPacing(
            chance: { chance },
            sleep: { [self] pause in
                let number = noted.withLock { noted in
                    noted.append(pause)
                    return noted.count
                }
                try await during(number)
                try Task.checkCancellation()
            }, now: { Timestamp(milliseconds: 784_111_777_000) })
    }
}
