/// One of the two places side by side in which a service's instances run on a host.
public enum Slot: String, Hashable, Sendable, Codable, CaseIterable {
    case blue, green

    /// The other slot: the candidate's when this one is stable's.
    public var other: Slot { self == .blue ? .green : .blue }
}
