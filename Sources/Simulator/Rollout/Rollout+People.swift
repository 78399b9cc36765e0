import Delivery
import Values

/// People: some give orders at bad moments; and somebody answers in the end what a run waits for, and takes back what
/// holds runs up.
extension Rollout {
    private static let responsible = Actor(name: "ana", groups: ["release"])
    /// How long a person who is late lets a question stand.
    private static let longWait = Duration.seconds(30)

    mutating func give(_ demand: Demand, in environment: EnvironmentName? = nil, by actor: Actor) {
        orders += 1
        let order = GivenOrder(
            demand: demand, environment: environment, actor: actor, id: OrderID("order-\(orders)"))
        queue.add(.order(order), at: clock.now)
    }

    /// An order whose answer is lost is given again, with the same id: nobody knows whether it was carried out.
    mutating func send(_ order: GivenOrder) {
        trace.note(clock.elapsed, of: order.demand.run, "\(order.actor) orders: \(order.demand) (\(order.id))")
        let isHeard = order.demand.run.map(hears) ?? true
        let answer = isHeard ? deliver(order) : nil
        let isLost = answer == nil || chance.chance(scenario.faults.lateAnswers)
        guard isLost, order.attempts < 5 else { return }
        var again = order
        again.attempts += 1
        queue.add(.order(again), at: clock.now + chance.duration(100...4000))
    }

    /// Whether somebody takes orders for a run: for one that has ended, whoever opens it again.
    private func hears(_ run: RunNumber) -> Bool {
        executor[run].map { $0.isCarriedOut || $0.progress == .ended } ?? false
    }

    mutating func patrol() {
        queue.add(.patrol, at: clock.now + .seconds(1))
        guard executor.isUp else { return }
        for state in executor.states { attend(to: state) }
        takeBackStandingOrders()
    }

    private mutating func attend(to run: RunState) {
        if let approval = run.waitingStage?.approval {
            answerGate(of: run.number, askedFor: time(since: approval.requestedAt))
        } else if let release = run.activeReleases.first(where: { $0.halt != nil }), let halt = release.halt {
            if time(since: halt.since) >= scenario.people.patience { decideHalt(of: run, in: release.environment) }
        } else if let finished = run.finishedAt, time(since: finished) >= .seconds(1) {
            considerReopening(run)
        }
    }

    private mutating func answerGate(of run: RunNumber, askedFor waited: Duration) {
        let patience = scenario.people.patience
        switch scenario.plan(of: run)?.answer {
        case .approve where waited >= patience: give(.command(.approve, run), by: Self.responsible)
        case .reject where waited >= patience: give(.command(.reject, run), by: Self.responsible)
        case .late where waited >= Self.longWait: give(.command(.approve, run), by: Self.responsible)
        case .ifNewest where waited >= Self.longWait * 2 || waited >= patience && isNewest(run):
            give(.command(.approve, run), by: Self.responsible)
        default: break
        }
    }

    private func isNewest(_ run: RunNumber) -> Bool {
        !executor.runs.contains { $0.number > run && $0.progress != .ended }
    }

    /// Most people take a halted release back; some go on with it, as far as they may.
    private mutating func decideHalt(of run: RunState, in environment: EnvironmentName) {
        let preferred: [Order] = chance.chance(0.7) ? [.rollBack] : [.resume, .promote]
        let possible = (preferred + [.rollBack, .resume, .promote, .cancel]).first {
            run.refusal(of: $0, in: environment, by: Self.responsible) == nil
        }
        guard let possible else { return }
        let insists = run.objection(to: possible, in: environment) != nil && chance.chance(0.5)
        give(
            insists ? .insistence(possible, run.number) : .command(possible, run.number), in: environment,
            by: Self.responsible)
    }

    private mutating func considerReopening(_ run: RunState) {
        guard reopenings[run.number, default: 0] < scenario.people.persistence else { return }
        let preferred: [Order] = chance.chance(0.3) ? [.skip, .retry] : [.retry]
        guard let command = preferred.first(where: { run.refusal(of: $0, by: Self.responsible) == nil }) else { return }
        reopenings[run.number, default: 0] += 1
        give(.command(command, run.number), by: Self.responsible)
    }

    /// What somebody ordered and forgot.
    private mutating func takeBackStandingOrders() {
        for (name, freeze) in executor.ledger.freezes.sorted(by: { $0.key < $1.key })
        where time(since: freeze.since) >= Self.longWait {
            give(.standing(.unfreeze(name)), by: Self.responsible)
        }
        let disabled = executor.ledger.disabledTransitions.sorted { $0.key < $1.key }
        for (stage, transition) in disabled where time(since: transition.since) >= Self.longWait {
            give(.standing(.enableTransition(stage.stage, pipeline: stage.pipeline)), by: Self.responsible)
        }
    }
}
