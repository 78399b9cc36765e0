import StrictYAML

/// Something of the format that this version can't carry out yet.
///
/// Who builds a feature removes its row.
struct PlannedFeature {
    let section: Section
    let key: String
    /// What to write until then.
    let instead: String
    /// The required key that it would stand in for; that one is not reported as missing as well.
    var standsFor: String?

    static let all: [PlannedFeature] = [
        .init(
            section: .pipeline, key: "windows",
            instead: "leave it out; a person decides when, with gate: { approve: {} }"),
        .init(section: .step, key: "test", instead: "write it as a command: run: make check"),
        .init(section: .step, key: "scan", instead: "write it as a command: run: make audit"),
        .init(section: .step, key: "provision", instead: "write it as a command: run: terraform apply -auto-approve"),
        .init(section: .step, key: "load", instead: "write it as a command: run: wrk …"),
        .init(section: .step, key: "drift", instead: "leave it out"),
        .init(
            section: .service, key: "appspec", instead: "start it with a command: start: ./server --port $PORT",
            standsFor: "start"),
        .init(
            section: .service, key: "systemd", instead: "start it with a command: start: ./server --port $PORT",
            standsFor: "start"),
        .init(section: .strategy, key: "rolling", instead: "use canary", standsFor: "canary"),
        .init(section: .strategy, key: "segmented", instead: "use canary", standsFor: "canary"),
        .init(section: .strategy, key: "blue-green", instead: "use canary", standsFor: "canary"),
        .init(section: .health, key: "latency", instead: "limit it: slo: { p99: 300ms }"),
        .init(section: .health, key: "cpu", instead: "leave it out"),
        .init(section: .health, key: "memory", instead: "leave it out"),
        .init(section: .health, key: "dependency", instead: "leave it out"),
        .init(section: .health, key: "prometheus", instead: "leave it out"),
    ]

    /// The feature that `text` asks for as a key of `section`; `nil` if it is none that is planned.
    static func named(_ text: String, in section: Section) -> PlannedKey? {
        all.first { $0.section == section && $0.key == text }.map {
            PlannedKey($0.key, instead: $0.instead, standsFor: $0.standsFor)
        }
    }
}

extension Record {
    /// `nil`, with a problem, when the field is no mapping.
    init?(_ field: Field, as section: Section, log: ProblemLog) {
        self.init(field, keys: section.keys, log: log) { PlannedFeature.named($0, in: section) }
    }
}
