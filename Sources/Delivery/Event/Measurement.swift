import Judge
import Values

/// What was seen of a candidate.
public enum Measurement: Equatable, Sendable {
    /// How many of its requests failed; of stable's too where they are compared.
    case errors(Outcomes, stable: Outcomes?)
    /// What one request in a hundred took longer than; `nil` without requests.
    case p99(Duration?)
    /// Why an instance was not ready.
    case notReady(String)
    /// How an instance's process ended; `nil` where nobody saw.
    case ended(String?)
    /// What an instance answered, or that it did not.
    case badAnswer(String)
    /// Another process has an instance's port.
    case portTaken(port: Int, by: PortHolder)
    /// As an earlier version of Slipway wrote it down.
    case words(String)
}

extension Measurement: CustomStringConvertible {
    public var description: String {
        switch self {
        case .errors(let candidate, let stable?): "\(Self.rate(candidate)), stable \(Self.rate(stable))"
        case .errors(let candidate, nil): Self.rate(candidate)
        case .p99(let duration): duration.map { "p99 \($0.brief)" } ?? "no requests"
        case .notReady(let words), .badAnswer(let words), .words(let words): words
        case .ended(let status): InstanceFailure.exited(status: status, lastOutput: "").inWords
        case .portTaken(let port, let holder): InstanceFailure.portTaken(port: port, by: holder).inWords
        }
    }

    /// `5.1% (51 of 1000)`.
    private static func rate(_ outcomes: Outcomes) -> String {
        guard outcomes.requests > 0 else { return "no requests" }
        let share = Share(percent: 100 * Double(outcomes.bad) / Double(outcomes.requests))
        return "\(share) (\(outcomes.bad) of \(outcomes.requests))"
    }
}

/// What a rule allows.
public enum MeasurementLimit: Equatable, Sendable {
    /// As often as stable's `worseBy` times, and `tolerance` of all requests more.
    case comparedWithStable(worseBy: Double, tolerance: Share)
    case errors(Share)
    case p99(Duration)
    case readyWithin(Duration)
    case keepsRunning
    case answers(path: String, within: Duration)
    case connects(within: Duration)
    case listensItself
    /// As an earlier version of Slipway wrote it down.
    case words(String)
}

extension MeasurementLimit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .comparedWithStable(let worseBy, let tolerance): "\(shortNumber(worseBy))x stable + \(tolerance)"
        case .errors(let share): "\(share)"
        case .p99(let duration): "p99 \(duration.brief)"
        case .readyWithin(let duration): "ready within \(duration.brief)"
        case .keepsRunning: "keeps running"
        case .answers(let path, let within): "\(path) answers within \(within.brief)"
        case .connects(let within): "takes connections within \(within.brief)"
        case .listensItself: "its own process listens there, or listener: any"
        case .words(let words): words
        }
    }
}

func shortNumber(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
}
