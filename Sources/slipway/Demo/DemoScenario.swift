import ArgumentParser

/// What is wrong with the version that the demo releases.
enum DemoScenario: String, ExpressibleByArgument, CaseIterable {
    /// Nothing: the release succeeds.
    case good
    /// One request in twenty fails.
    case errors
    /// Its instances die under load.
    case crash

    /// The shop's configuration with this fault, as JSON.
    func configuration(version: String) -> String {
        let fault =
            switch self {
            case .good: ""
            case .errors: #", "errorRate": 0.05"#
            case .crash: #", "crashAfterRequests": 60"#
            }
        return #"{ "version": "\#(version)"\#(fault) }"#
    }
}
