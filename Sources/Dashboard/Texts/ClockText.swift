import Delivery

/// Times and stretches of time as the panels write them.
enum ClockText {
    /// The time of day: `12:04:31`.
    static func time(_ time: Timestamp, utcOffset: Duration) -> String {
        let seconds = (time.milliseconds + utcOffset.milliseconds) / 1000
        let day = ((seconds % 86_400) + 86_400) % 86_400
        return "\(padded(day / 3600)):\(padded(day / 60 % 60)):\(padded(day % 60))"
    }

    /// Minutes and seconds, as a stop-watch counts them: `0:42`, `2:00:05`.
    static func elapsed(_ duration: Duration) -> String {
        let total = max(0, duration.milliseconds / 1000)
        let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60)
        return hours > 0 ? "\(hours):\(padded(minutes)):\(padded(seconds))" : "\(minutes):\(padded(seconds))"
    }

    private static func padded(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
