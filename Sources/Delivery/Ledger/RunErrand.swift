/// What a run is for, as far as it matters to the other runs of its pipeline.
public enum RunErrand: String, Equatable, Sendable, Codable {
    /// It brings a change: a newer one may take its place, and it takes the place of older ones.
    case change
    /// It releases a version that was built before: it takes nobody's place, but has to wait its turn in a stage.
    case version
    /// It goes back: nobody waits for it, and it waits for nobody but whoever has the environment.
    case wayBack
}

extension Pipeline {
    var errand: RunErrand {
        guard let stored else { return .change }
        return stored.isWayBack ? .wayBack : .version
    }
}
