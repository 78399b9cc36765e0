import Delivery
import Values

/// Times and stretches of time as the panels write them.
package enum ClockText {
    /// The time of day: `12:04:31`.
    package static func time(_ time: Timestamp, utcOffset: Duration) -> String {
        let seconds = (time.milliseconds + utcOffset.milliseconds) / 1000
        let day = ((seconds % 86_400) + 86_400) % 86_400
        return "\(padded(day / 3600)):\(padded(day / 60 % 60)):\(padded(day % 60))"
    }

    /// The day: `2026-11-21`. By Howard Hinnant's `civil_from_days`, which needs no calendar of the system.
    package static func date(_ time: Timestamp, utcOffset: Duration) -> String {
        let seconds = (time.milliseconds + utcOffset.milliseconds) / 1000
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(padded(month))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1))"
    }

    /// Minutes and seconds, as a stop-watch counts them: `0:42`, `2:00:05`.
    package static func elapsed(_ duration: Duration) -> String {
        let total = max(0, duration.milliseconds / 1000)
        let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60)
        return hours > 0 ? "\(hours):\(padded(minutes)):\(padded(seconds))" : "\(minutes):\(padded(seconds))"
    }

    private static func padded(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
