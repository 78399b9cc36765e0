import Values

/// When frames are shown: at once after a quiet time, and otherwise so far apart that a flood of events costs little.
struct FrameSchedule {
    /// What to do about a change.
    enum Decision: Equatable {
        case show
        /// Too early: ask again after this long.
        case wait(Duration)
        /// A later frame will have it.
        case isPlanned
    }

    /// The least time between two frames.
    static let interval = Duration.milliseconds(50)

    private var lastShown: ContinuousClock.Instant?
    private var isPlanned = false

    mutating func change(at now: ContinuousClock.Instant) -> Decision {
        let due = lastShown.map { $0.advanced(by: Self.interval) } ?? now
        if now >= due {
            (lastShown, isPlanned) = (now, false)
            return .show
        }
        guard !isPlanned else { return .isPlanned }
        isPlanned = true
        return .wait(now.duration(to: due))
    }
}
