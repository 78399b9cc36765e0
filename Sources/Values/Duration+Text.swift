extension Duration {
    /// As people say it, in the two largest units that matter: `350ms`, `4.2s`, `1m12s`, `2h5m`.
    public var brief: String {
        let total = milliseconds
        if total < 0 { return "-" + (.zero - self).brief }
        if total < 1000 { return "\(total)ms" }
        if total < 10_000 { return Self.tenths(total) }
        let seconds = total / 1000
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3600 { return Self.pair(seconds / 60, "m", seconds % 60, "s") }
        return Self.pair(seconds / 3600, "h", seconds % 3600 / 60, "m")
    }

    private static func tenths(_ milliseconds: Int64) -> String {
        let tenths = milliseconds / 100
        return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
    }

    private static func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit)\(small)\(smallUnit)"
    }
}
