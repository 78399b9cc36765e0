extension Duration {
    /// The duration in whole milliseconds, towards zero.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    /// The duration in seconds.
    public var seconds: Double { Double(milliseconds) / 1000 }
}
