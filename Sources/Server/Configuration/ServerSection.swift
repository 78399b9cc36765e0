import PipelineFile
import StrictYAML

/// A kind of mapping in the server's configuration, and the keys that it may have.
package enum ServerSection: CaseIterable, Sendable {
    case server, http, secret, webhook, retention, log, sink

    /// In the order in which they are written.
    package var keys: [String] {
        switch self {
        case .server:
            ["pipelines", "poll", "http", "webhook", "groups", "accounts", "people", "retention", "log", "sinks"]
        case .http: ["listen", "token"]
        case .secret: ["file", "environment"]
        case .webhook: ["secret"]
        case .retention: ["runs", "samples"]
        case .log: ["file", "size", "keep"]
        case .sink: ["name", "url", "secret", "format"]
        }
    }
}

extension Record {
    /// `nil`, with a problem, when the field is no mapping.
    init?(_ field: Field, as section: ServerSection, log: ProblemLog) {
        self.init(field, keys: section.keys, log: log)
    }
}
