/// What the judge says about a candidate, or about one health rule of it.
///
/// The four are kept apart because each has its own policy: a candidate that is bad is not the same as one that
/// we know too little about, and a source of numbers that is down says nothing about the candidate at all.
public enum Verdict: String, Codable, Sendable, Hashable, CaseIterable {
    /// No objection was found in the time and the requests that were asked for. That is not shown to be as good as the
    /// stable version: with few requests even a bad candidate may raise none.
    case healthy
    /// Shown to be worse than allowed, with a bounded chance of being wrong.
    case unhealthy
    /// There is data, but it settles neither question yet.
    case inconclusive
    /// There is nothing to judge by: no traffic, or the source of the numbers is down.
    case noData
}
