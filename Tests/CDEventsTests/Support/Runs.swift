import CDEvents
import DashboardStories
import Delivery
import Simulator
import SlipwayTesting
import Testing
import Values

/// Whole runs, as they would really go.
enum Runs {
    static let stories: [String: [EventRecord]] = [
        "test failed": ReleaseStory.testFailed().records, "halted": ReleaseStory.halted().records,
        "rolled back": ReleaseStory.rolledBack().records, "crashed": ReleaseStory.crashed().records,
        "succeeded": ReleaseStory.succeeded().records, "first release": ReleaseStory.firstRelease().records,
        "hostile": hostile.records, "removal": removal, "orders for all runs": standing,
    ]

    /// A first release that was promoted and then taken back, from the events of one that was just promoted.
    static let removal: [EventRecord] = {
        let name = ReleaseStory.production
        let start = ReleaseStory.starting(isFirst: true).records
        guard let last = start.last, let run = last.run,
            case .release(_, .started(let plan))? = start.map(\.event).first(where: {
                if case .release(_, .started) = $0 { true } else { false }
            })
        else { return [] }
        let deployment = Deployment(artifact: plan.artifact, slot: plan.slot, run: run, instances: [])
        let rest: [Event] = [
            .release(name, .promoted(deployment: deployment)),
            .release(name, .rollbackStarted(cause: .ordered(by: ReleaseStory.ana, reason: "wrong market"))),
            .release(name, .withdrawn(took: .milliseconds(7), confirmed: true)),
            .release(name, .finished(result: .failed, running: nil)),
        ]
        return start
            + rest.enumerated().map { place, event in
                EventRecord(sequence: last.sequence + Int64(place) + 1, time: last.time, run: last.run, event: event)
            }
    }()

    /// What is of no run.
    static let standing: [EventRecord] = {
        let monitor = MonitorID(pipeline: "shop", name: "checkout")
        let instance = InstanceID(run: RunNumber(127), host: .local, slot: .blue, index: 0)
        let events: [Event] = [
            .service(
                "production", .instanceDown(instance: instance, failure: .exited(status: awkward, lastOutput: awkward))),
            .service("production", .instanceUp(instance: instance)),
            .service("production", .instanceGivenUp(instance: instance, starts: 20)),
            .standing(.environmentTakenDown(environment: "production", by: ReleaseStory.ana, reason: awkward)),
            .standing(.environmentBroughtUp(environment: "production", by: ReleaseStory.ana, reason: "")),
            .standing(.environmentFrozen(environment: "production", by: ReleaseStory.ana, reason: awkward)),
            .standing(.environmentUnfrozen(environment: "production", by: ReleaseStory.ana, reason: "over")),
            .standing(.transitionDisabled(stage: "test", by: ReleaseStory.ana, reason: "on fire")),
            .standing(.transitionEnabled(stage: "test", by: ReleaseStory.ana, reason: "put out")),
            .monitor(monitor, .failed(detail: "503")), .monitor(monitor, .recovered),
        ]
        return events.enumerated().map { place, event in
            EventRecord(sequence: Int64(place) + 1, time: ReleaseStory.start, run: nil, event: event)
        }
    }()

    /// Of all stories and of many simulated runs.
    static let told: [CDEvent] = stories.values.flatMap(\.told) + (1...160).flatMap { simulated($0).told }

    static func story(_ name: String) throws -> [EventRecord] { try #require(stories[name]) }

    static let awkward = "\u{1B}[31m\"<b>\u{0}\n\u{202E}ümlaut 👍 ://?#[]@"

    private static var hostile: ReleaseStory {
        var story = ReleaseStory()
        story.hostile(awkward)
        return story
    }

    /// A run of the simulator, with faults, crashes and people in it.
    static func simulated(_ seed: UInt64) -> [EventRecord] { Rollout.run(seed: seed).records }
}

let source = EventSource("https://ci.example.org/slipway")

extension [EventRecord] {
    /// What others are told of them.
    var told: [CDEvent] {
        guard let source else { return [] }
        var translator = EventTranslator(source: source)
        return flatMap { translator.translate($0) }
    }
}

extension CDEvent {
    /// `service.upgraded`
    var short: String { type.rawValue.split(separator: ".")[2...3].joined(separator: ".") }
}
