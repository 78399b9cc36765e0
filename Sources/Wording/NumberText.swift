import Delivery
import Judge

/// Numbers as the panels write them.
package enum NumberText {
    /// With a comma between thousands: `4,212`.
    package static func grouped(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-\(text)" : text
    }

    /// How many of something: `1 request`, `4,212 requests`.
    package static func count(_ value: Int, _ thing: String) -> String {
        "\(grouped(value)) \(thing)\(value == 1 ? "" : "s")"
    }

    /// `1 of 2 instances answers`, `2 of 2 instances answer`.
    package static func answering(_ value: Int, of count: Int) -> String {
        "\(value) of \(Self.count(count, "instance")) answer\(value == 1 || count == 1 ? "s" : "")"
    }

    /// A rate of failures with two decimals: `0.08%`; `–` without requests.
    package static func rate(_ outcomes: Outcomes) -> String {
        guard outcomes.requests > 0 else { return "–" }
        return percent(Double(outcomes.bad) / Double(outcomes.requests))
    }

    /// A share of 1 in hundredths: `0.08%`, `12.50%`; what is more than nothing never reads as nothing.
    package static func percent(_ share: Double) -> String {
        let hundredths = (share * 10_000).rounded()
        if share > 0, hundredths < 1 { return "<0.01%" }
        let bounded = Int(min(max(hundredths, 0), 10_000))
        if bounded == 0 || bounded == 10_000 { return "\(bounded / 100)%" }
        return "\(bounded / 100).\(bounded % 100 < 10 ? "0" : "")\(bounded % 100)%"
    }

    /// The case against a candidate: `3.4 : 1`.
    package static func evidence(_ value: Double) -> String {
        if value < 1 { return "<1 : 1" }
        if value == 1 { return "1 : 1" }
        if value < 10 { return "\((value * 10).rounded() / 10) : 1" }
        return value >= 1_000_000 ? ">1,000,000 : 1" : "\(grouped(Int(value.rounded()))) : 1"
    }

    /// The case against a candidate, and when it decides: `3.4 : 1 against it; 1,000 : 1 rolls back`.
    package static func against(_ value: Double) -> String {
        let limit = "\(grouped(Int((1 / Health.falseAlarmRate).rounded()))) : 1 rolls back"
        return value <= 1 ? "none against it (below 1 : 1; \(limit))" : "\(evidence(value)) against it; \(limit)"
    }

    /// Requests a second: `412/s`, `3.5/s`.
    package static func perSecond(_ rate: Double) -> String {
        rate < 10 && rate > 0 ? "\((rate * 10).rounded() / 10)/s" : "\(grouped(Int(rate.rounded())))/s"
    }
}
