/// How the new version's instances take over from the old ones.
public enum Replacement: String, Equatable, Sendable, Codable {
    /// They start beside them; traffic moves, and the old ones are stopped at the end.
    case sideBySide = "side-by-side"
    /// Each takes the place of an old one, which is stopped first: batch by batch.
    case inPlace = "in-place"
}
