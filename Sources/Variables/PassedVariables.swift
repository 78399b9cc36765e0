import Delivery

/// What of the executor's environment its steps and services find in theirs.
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

    /// What processes on this machine are given, unasked and by name.
    func here(passing names: [String]) -> [String: String] {
        all.filter(\.key.isPassedUnasked)
            .filter { !withheld.contains($0.key) }
            .merging(elsewhere(passing: names)) { $1 }
    }

    /// What processes on another machine are given: what this machine is like does not concern them.
    func elsewhere(passing names: [String]) -> [String: String] {
        names.reduce(into: [:]) { $0[$1] = value(of: $1) }
    }

    /// `nil` for what is not set, or not to be given.
    func value(of name: String) -> String? { withheld.contains(name) ? nil : all[name] }
}
