/// What the judge says about a candidate, or about one health rule of it.
///
/// The four are kept apart because each has its own policy: a candidate that is bad is not the same as one that
/// we know too little about, and a source of numbers that is down says nothing about the candidate at all.
public enum Verdict: String, Codable, Sendable, Hashable, CaseIterable {
    /// Shown to be not worse than the stable version, with a bounded chance of being wrong.
    case healthy
    /// Shown to be worse than allowed, with a bounded chance of being wrong.
    case unhealthy
    /// There is data, but it settles neither question yet.
    case inconclusive
    /// There is nothing to judge by: no traffic, or the source of the numbers is down.
    case noData
}
