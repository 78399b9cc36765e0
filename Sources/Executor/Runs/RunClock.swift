import Delivery
import Values

/// The time by which a run is decided: the wall clock's, but it goes on evenly when the wall clock is set.
///
/// Slow corrections of the wall clock are followed. A jump is noticed at the next look, and only then believed.
struct RunClock: Sendable {
    /// What the wall clock may differ by from one look to the next without having been set.
    static let tolerance = Duration.seconds(1)

    private let wall: @Sendable () -> Timestamp
    private let steady: @Sendable () -> Duration
    /// The wall clock's time when the steady clock began.
    private var origin: Timestamp
    /// When was looked last.
    private var looked: Duration
    /// How long nobody had looked before the last look: the process may have stood still.
    private(set) var pause = Duration.zero

    /// - Parameter steady: the time since some fixed moment, which nobody sets; it goes on while the machine sleeps.
    init(wall: @escaping @Sendable () -> Timestamp, steady: @escaping @Sendable () -> Duration) {
        self.wall = wall
        self.steady = steady
        looked = steady()
        origin = wall() - looked
    }

    var now: Timestamp { origin + steady() }

    /// Compares with the wall clock, and follows it.
    ///
    /// - Returns: by how much it was set since the last look; `nil` when it was not.
    mutating func look() -> Duration? {
        let time = steady()
        pause = time - looked
        looked = time
        let fresh = wall() - time
        let jump = fresh - origin
        origin = fresh
        return jump.magnitude > Self.tolerance ? jump : nil
    }
}

extension RunClock {
    /// Counts on while the machine sleeps, as the wall clock does.
    static let sinceStart: @Sendable () -> Duration = {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }()
}

extension Timestamp {
    fileprivate static func - (left: Timestamp, right: Duration) -> Timestamp { left + (.zero - right) }
}

extension Duration {
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
