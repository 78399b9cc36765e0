extension Finding {
    /// What was seen and what is allowed, in a sentence without its end.
    public var summary: String {
        switch rule {
        case "running": "\(culprit) crashed (\(bareValue))"
        case "start": "\(culprit) was not \(limit): \(value)\(hint)"
        case "listener": "\(culprit) does not have its port: \(value)"
        case "responding": "\(culprit) does not respond: \(value); allowed: \(limit)"
        case "slo p99": "p99 is \(bareValue), limit \(limit.without("p99 "))"
        case "slo errors": "errors are \(value), limit \(limit)"
        default: "\(rule) \(value), allowed \(limit)"
        }
    }

    /// The rule that was broken, as the end of "rolled back: …".
    public var headline: String {
        switch rule {
        case "running": "an instance crashed"
        case "start": "an instance was not ready"
        case "listener": "another process has an instance's port"
        case "responding": "an instance does not respond"
        default: rule
        }
    }

    /// What was seen, without what its rule says already.
    public var bareValue: String { value.without("the process ended: ").without("p99 ") }

    private var culprit: String { instance?.description ?? "an instance" }

    /// The usual reason why nothing answers at the port that was given.
    private var hint: String { value.contains("gave no answer") ? "; does it listen on $PORT?" : "" }
}

extension String {
    fileprivate func without(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
