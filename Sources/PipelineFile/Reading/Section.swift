/// A kind of mapping in the file, and the keys that it may have.
///
/// What comes in kinds, as steps, strategies and health rules do, has its keys in the rows of its reader.
struct Section: Hashable, Sendable {
    let name: String
    /// In the order in which they are written.
    let keys: [String]

    init(_ name: String, _ keys: [String]) {
        self.name = name
        self.keys = keys
    }

    static let allCases =
        [
            pipeline, source, monitor, monitorCheck, stage, gate, approve, step, retry, environment, service, traffic,
            haproxy, strategy, bake, rollback, health, secret,
        ] + StepReader.all.map(\.section) + StrategyReader.all.map(\.section) + HealthReader.all.map(\.section)

    static let pipeline = Section(
        "pipeline",
        [
            "name", "release", "accept-risk", "source", "queue", "pass-env", "env", "env-file", "secrets", "stages",
            "environments", "monitors",
        ])
    static let source = Section("source", ["git", "branch"])
    static let monitor = Section("monitor", ["check"])
    static let monitorCheck = Section("check", ["name", "http", "status", "within", "every", "alert-after"])
    static let stage = Section("stage", ["name", "gate", "parallel", "timeout", "env", "steps"])
    static let gate = Section("gate", ["approve"])
    static let approve = Section("approve", ["by", "not", "expires"])
    static let step = Section(
        "step", StepReader.all.map(\.key) + ["name", "timeout", "retry", "continue-on-error", "when", "env", "secrets"])
    static let retry = Section("retry", ["times", "backoff"])
    static let environment = Section(
        "environment",
        [
            "hosts", "service", "env", "env-file", "secrets", "traffic", "strategy", "health", "on-no-data", "rollback",
            "keep", "watch",
        ])
    static let service = Section(
        "service",
        [
            "start", "env", "env-file", "secrets", "drain-within", "stop-within", "start-within", "instances",
            "listener",
        ])
    static let traffic = Section("traffic", ["haproxy"])
    static let haproxy = Section("haproxy", ["listen", "sticky"])
    static let strategy = Section("strategy", StrategyReader.all.map(\.key))
    static let bake = Section("bake", ["for", "requests", "limit"])
    static let rollback = Section("rollback", ["automatic", "keep-old"])
    static let watch = Section("watch", ["for"])
    /// Where one of `secrets` is kept.
    static let secret = Section("secret", ["file", "env", "command"])
    /// One entry of `health`.
    static let health = Section("health", HealthReader.all.map(\.key))
}
