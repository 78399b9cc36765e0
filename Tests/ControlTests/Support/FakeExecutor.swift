import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import Values

/// The executor's side of the socket, with a real journal: orders are recorded as events, by the rules that the
/// delegate's documentation gives.
actor FakeExecutor: ControlDelegate {
    nonisolated let journal: Journal
    private(set) var orders: [OrderRequest] = []
    private(set) var standing: [StandingRequest] = []
    private(set) var releases: [VersionOrder] = []
    private(set) var flushes = 0
    private var answers: [String: Int64] = [:]
    private var refusal: Refusal?
    private var runs = [ActiveRun(run: RunNumber(1), pipeline: "shop", phase: .running)]

    init(journal: Journal) {
        self.journal = journal
    }

    nonisolated var pipelines: [String]? { ["shop"] }

    func release(_ order: VersionOrder, by actor: Actor) async throws -> RunNumber {
        releases.append(order)
        return RunNumber(130)
    }

    func start(_ pipeline: String, by actor: Actor) async throws -> RunNumber {
        guard pipeline == "shop" else { throw Refusal("there is no pipeline \(pipeline)") }
        return RunNumber(7)
    }

    func activeRuns() -> [ActiveRun] { runs }

    func set(runs: [ActiveRun]) { self.runs = runs }

    func refuse(_ refusal: Refusal?) { self.refusal = refusal }

    func order(_ order: OrderRequest) async throws -> Int64 {
        orders.append(order)
        let key = "\(order.actor.name) \(order.id)"
        if let answer = answers[key] { return answer }
        if let refusal { throw refusal }
        let run = if let run = order.run { run } else { try runs.only() }
        let event = Event.stage("production", .approved(by: order.actor, reason: order.reason))
        let answer = try await journal.append([event], run: run, at: .noon)[0].sequence
        answers[key] = answer
        return answer
    }

    func order(_ request: StandingRequest) async throws -> Int64 {
        standing.append(request)
        if let refusal { throw refusal }
        return try await journal.append(
            [.standing(.environmentFrozen(environment: "production", by: request.actor, reason: request.reason ?? ""))],
            run: nil,
            at: .noon)[0].sequence
    }

    func status() async throws -> ControlStatus {
        ControlStatus(ledger: try await journal.reader.ledger(), runs: [RunState(number: RunNumber(1))])
    }

    func flush() async throws {
        flushes += 1
        try await journal.flush()
    }
}
