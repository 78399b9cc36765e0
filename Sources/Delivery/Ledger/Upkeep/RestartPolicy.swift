import Values

/// How soon what has died is started again, and how often. What dies again at once is started less and less often, and
/// in the end not at all: then a person has to look.
public enum RestartPolicy {
    /// After so many starts in a row none of which lasted, an instance is given up: some 14 minutes after its first end.
    public static let limit = 60
    /// One that has answered for as long has lasted: its end begins a new row. What serves most of the time is better
    /// started again at once than given up.
    public static let lasting = Duration.seconds(10)
    private static let longest = Duration.seconds(15)

    /// How long after its start the next one may begin, where `starts` in a row did not last: none, 1 s, 2 s, 4 s, 8 s and
    /// then 15 s.
    public static func pause(after starts: Int) -> Duration {
        guard starts > 0 else { return .zero }
        return min(longest, .seconds(1) * (1 << min(starts - 1, 10)))
    }
}
