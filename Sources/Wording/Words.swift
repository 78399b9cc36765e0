import Delivery
import Judge
import Values

extension RunResult {
    /// The result as a person says it.
    public var word: String { self == .rolledBack ? "rolled back" : rawValue }

    var tone: EventSentence.Tone {
        switch self {
        case .succeeded: .good
        case .failed, .rejected, .rolledBack: .bad
        case .errored, .superseded, .cancelled: .warning
        }
    }
}

extension Verdict {
    /// The verdict as a person says it.
    public var word: String { self == .noData ? "no data" : rawValue }

    /// What the verdict means.
    var statement: String {
        switch self {
        case .healthy: "healthy, no objection was found"
        case .unhealthy, .inconclusive, .noData: word
        }
    }

    var tone: EventSentence.Tone {
        switch self {
        case .healthy: .good
        case .unhealthy: .bad
        case .inconclusive, .noData: .warning
        }
    }
}

extension Finding {
    /// What was seen and allowed, the evidence, and how many requests failed, in one line.
    public var sentence: String {
        let evidence = evidence.map { "evidence \(Self.rounded($0)) : 1" }
        return [summary, evidence, failures].compactMap { $0 }.joined(separator: "; ")
    }

    private var failures: String { failures(failedRequests) }

    /// How many requests were seen to fail, and of what nobody knows it: `1 request failed, 23 went unseen`.
    package func failures(_ count: Int) -> String {
        let seen = count == 0 ? "no request was seen to fail" : "\(NumberText.count(count, "request")) failed"
        let unseen = unseenRequests.map { "\(NumberText.grouped($0)) went unseen" }
        let gap = hasGap == true ? "not counting while no executor ran" : nil
        return [seen, unseen, gap].compactMap { $0 }.joined(separator: ", ")
    }

    /// Evidence grows without bounds; beyond a million nobody counts.
    static func rounded(_ evidence: Double) -> String {
        if evidence >= 1_000_000 { return "over 1,000,000" }
        return evidence < 10 ? "\((evidence * 10).rounded() / 10)" : NumberText.grouped(Int(evidence.rounded()))
    }
}

extension Deployment {
    /// Whether it is in service, as far as it answers.
    func sentence(down: [StandingTrouble]?, router: String?) -> String {
        let version = artifact.version
        if let router { return "\(version): the router was not seen to run: \(router)" }
        guard let down, !down.isEmpty else { return "\(version) is in service" }
        let count = "\(instances.count - down.count) of \(NumberText.count(instances.count, "instance")) answer"
        return isDown(down) ? "\(version) is DOWN, \(count)" : "\(version) is in service, \(count)"
    }

    /// Whether none of its instances answers.
    func isDown(_ down: [StandingTrouble]?) -> Bool {
        down.map { !$0.isEmpty && $0.count >= instances.count } ?? false
    }
}

extension InstanceFailure {
    var sentence: String {
        switch self {
        case .notReady(let detail, _): "not ready: \(detail)"
        case .exited, .notResponding: inWords
        case .unhealthy(let rule, let detail): "\(rule): \(detail)"
        case .portTaken: "\(inWords); end it, or write listener: any where the service hands its port over"
        }
    }
}

extension ListenerNote {
    /// What is to be said, after what the instance did.
    var sentence: String {
        switch self {
        case .any: "nobody asks who listens on its port (listener: any)"
        case .unknown(let why): "who listens on its port can't be told: \(why)"
        }
    }

    /// The same where there is little room.
    package var short: String {
        switch self {
        case .any: "listener: any"
        case .unknown: "listener: ?"
        }
    }
}

extension InstanceFailure {
    /// What the instance printed last, line by line.
    var printed: [String] {
        switch self {
        case .notReady(_, let output), .exited(_, let output): OutputEnd.lines(of: Array(output.utf8))
        case .notResponding, .unhealthy, .portTaken: []
        }
    }
}

extension OutputEnd {
    /// Where the output is, and what of it is not there any more.
    package var place: String {
        guard let leftOut, leftOut > 0 else { return path }
        return "\(path) and \(path).*, \(ByteCount(bytes: Int64(leftOut))) in between left out"
    }
}

extension RollbackCause {
    var sentence: String {
        switch self {
        case .unhealthy(let finding): finding.sentence
        case .ordered(let actor, let reason): "ordered by \(actor)\(reason.map { ": \($0)" } ?? "")"
        case .cancelled(let actor, _): "cancelled by \(actor)"
        case .errored(let problem): problem.description
        case .noData(let requests, let needed): "only \(requests) of \(needed) requests to judge by"
        }
    }
}
