import Delivery

/// The parameters of `run.start`.
struct StartParameters: Parameters {
    static let names: Set<String> = ["pipeline"]

    /// Its name.
    let pipeline: String
}

/// The answer to `run.start`.
struct StartResult: Codable, Sendable {
    let run: RunNumber
}
