import Delivery

/// What of the executor's environment its steps and the services on its machine find in theirs.
///
/// Whoever may push to a pipeline's source decides what steps do: they get nothing that they were not given.
public struct PassedVariables: Sendable {
    /// The executor's environment.
    public let all: [String: String]
    /// The variables that hold secrets of the server: never given, whoever asks.
    let withheld: Set<String>

    public init(all: [String: String], withheld: Set<String> = []) {
        self.all = all
        self.withheld = withheld
    }

    /// What everything needs.
    private static let common: Set<String> = ["PATH", "HOME", "LANG", "TERM", "TMPDIR"]

    /// Those that steps and services of `pipeline` are given, with Slipway's own.
    public func given(to pipeline: Pipeline?) -> [String: String] {
        let names = Self.common.union(pipeline?.passEnv ?? [])
        return all.filter { name, _ in
            (names.contains(name) || name.hasPrefix("SLIPWAY_")) && !withheld.contains(name)
        }
    }
}
