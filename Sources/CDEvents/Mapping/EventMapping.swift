import Delivery
import Values

/// One recorded event of a run, on its way to what others are told of it.
struct EventMapping {
    let source: EventSource
    let record: EventRecord
    let run: RunNumber
    /// The run with this event in it.
    let context: RunContext

    /// Nothing for an event that concerns nobody outside, and for one of a run whose beginning is not known.
    var events: [CDEvent] {
        guard context.pipeline != nil else { return [] }
        return candidates.compactMap { $0 }
    }

    private var candidates: [CDEvent?] {
        switch record.event {
        case .run(let event): [core(event)]
        case .stage(let stage, let event): [approval(event, of: stage)]
        case .step(let step, let event): [core(event, of: step)]
        case .release(let environment, let event): [service(event, in: environment), releasing(event, in: environment)]
        case .service, .standing, .monitor, .orderTaken, .eventsLost: []
        }
    }

    func event(
        _ type: EventType, _ subject: String, _ members: Members,
        custom: Members = [:]
    ) -> CDEvent {
        var custom = custom
        custom["run"] = .integer(Int64(run.value))
        return CDEvent(of: record, from: source, type, subject, members, custom: custom)
    }
}

extension CDEvent {
    /// The same event of the journal always gets the same id.
    init(
        of record: EventRecord, from source: EventSource, _ type: EventType, _ subject: String, _ members: Members,
        custom: Members = [:]
    ) {
        var customData = custom.compactMapValues { $0 }
        customData["sequence"] = .integer(record.sequence)
        self.init(
            id: "\(record.sequence)-\(record.time.milliseconds)-\(type.shortName)", type: type, source: source,
            time: record.time, subject: subject, content: members.compactMapValues { $0 }, customData: customData)
    }
}

// MARK: - What things are called

extension EventMapping {
    var pipelineRun: String { "runs/\(run.value)" }

    func taskRun(_ step: StepID) -> String { "\(pipelineRun)/steps/\(step)" }

    func approval(_ stage: StageName) -> String { "\(pipelineRun)/approvals/\(stage)" }

    func release(_ environment: EnvironmentName) -> String { "\(pipelineRun)/releases/\(environment)" }

    func service(_ environment: EnvironmentName) -> String { "services/\(environment)" }

    func artifactID(_ artifact: Artifact) -> String {
        PackageURL.generic(artifact, named: context.pipeline?.name ?? "")
    }

    func reference(_ id: String) -> JSONValue { .object(["id": .string(id)]) }
}
