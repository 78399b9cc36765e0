import Values

extension Finding {
    /// What was seen and what is allowed, in a sentence without its end.
    public var summary: String {
        switch value {
        case .ended(let status): "\(culprit) crashed (\(status ?? "nobody saw how"))"
        case .notReady(let detail): "\(culprit) was not \(limit): \(detail)\(hint(on: detail))"
        case .portTaken: "\(culprit) does not have its port: \(value)"
        case .badAnswer: "\(culprit) does not respond: \(value); allowed: \(limit)"
        case .p99(let duration): "p99 is \(duration?.brief ?? "unknown"), limit \(bareLimit)"
        case .errors(_, stable: nil): "errors are \(value), limit \(limit)"
        // Earlier versions wrote it like this.
        case .words(let words) where rule == "running":
            "\(culprit) crashed (\(words.replacing("the process ended: ", with: "")))"
        case .words(let words) where words.hasPrefix("p99 "):
            "p99 is \(words.dropFirst(4)), limit \("\(limit)".replacing("p99 ", with: ""))"
        case .errors, .words: "\(rule) \(value), allowed \(limit)"
        }
    }

    /// The rule that was broken, as the end of "rolled back: …".
    public var headline: String {
        switch value {
        case .ended: "an instance crashed"
        case .notReady: "an instance was not ready"
        case .portTaken: "another process has an instance's port"
        case .badAnswer: "an instance does not respond"
        case .words where rule == "running": "an instance crashed"
        case .errors, .p99, .words: rule
        }
    }

    private var culprit: String { instance?.description ?? "an instance" }

    private var bareLimit: String {
        if case .p99(let limit) = limit { limit.brief } else { "\(limit)" }
    }

    /// The usual reason why nothing answers at the port that was given.
    private func hint(on detail: String) -> String {
        detail.contains("gave no answer") ? "; does it listen on $PORT?" : ""
    }
}
