/// A kind of mapping in the file, and the keys that it may have.
enum Section: CaseIterable {
    case pipeline, source, monitor, monitorCheck, stage, gate, approve, step, artifact
    case environment, service, traffic, haproxy, strategy, canary, bake, rollback
    /// One entry of `health`.
    case health
    case responding, errors, slo

    /// In the order in which they are written.
    var keys: [String] {
        switch self {
        case .pipeline:
            ["name", "release", "accept-risk", "source", "queue", "pass-env", "stages", "environments", "monitors"]
        case .source: ["git", "branch"]
        case .monitor: ["check"]
        case .monitorCheck: ["name", "http", "status", "within", "every", "alert-after"]
        case .stage: ["name", "gate", "steps"]
        case .gate: ["approve"]
        case .approve: ["by", "not", "expires"]
        case .step: ["run", "name", "artifact", "deploy"]
        case .artifact: ["path", "version-from"]
        case .environment: ["hosts", "service", "traffic", "strategy", "health", "on-no-data", "rollback"]
        case .service: ["start", "drain-within", "stop-within", "start-within", "instances", "listener"]
        case .traffic: ["haproxy"]
        case .haproxy: ["listen", "sticky"]
        case .strategy: ["canary"]
        case .canary: ["steps", "bake"]
        case .bake: ["for", "requests", "limit"]
        case .rollback: ["automatic", "keep-old"]
        case .health: ["responding", "errors", "slo"]
        case .responding: ["http", "within"]
        case .errors: ["worse-by", "tolerance"]
        case .slo: ["errors", "p99"]
        }
    }
}
