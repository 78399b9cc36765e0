/// Which side of the split a request was sent to.
public enum RequestRole: String, Hashable, Sendable, Codable, CaseIterable {
    case stable, candidate
}
