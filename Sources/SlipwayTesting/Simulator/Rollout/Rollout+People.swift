import Delivery

/// People: some press keys at bad moments; and somebody answers in the end what the run waits for.
extension Rollout {
    private static let responsible = Actor(name: "ana", groups: ["release"])
    /// How long a person who is late lets a question stand.
    private static let longWait = Duration.seconds(30)

    mutating func give(_ command: Command, by actor: Actor) {
        orders += 1
        send(Order(command: command, actor: actor, id: CommandID("order-\(orders)")))
    }

    /// An order whose answer is lost is given again, with the same id: nobody knows whether it was carried out.
    mutating func send(_ order: Order) {
        trace.note(clock.elapsed, "\(order.actor) orders: \(order.command) (\(order.id))")
        let answer = deliver(.command(order.command, by: order.actor, reason: nil, id: order.id))
        let isLost = answer == nil || chance.chance(scenario.faults.lateAnswers)
        guard isLost, order.attempts < 5 else { return }
        var again = order
        again.attempts += 1
        queue.add(.order(again), at: clock.now + chance.duration(100...4000))
    }

    mutating func patrol() {
        queue.add(.patrol, at: clock.now + .seconds(1))
        guard executor.isUp else { return }
        if let approval = executor.state.waitingStage?.approval {
            answerGate(askedFor: clock.now - approval.requestedAt)
        } else if let halt = executor.state.activeRelease?.halt {
            if clock.now - halt.since >= scenario.people.patience { decideHalt() }
        }
    }

    private mutating func answerGate(askedFor waited: Duration) {
        switch scenario.people.gate {
        case .approve where waited >= scenario.people.patience: give(.approve, by: Self.responsible)
        case .reject where waited >= scenario.people.patience: give(.reject, by: Self.responsible)
        case .late where waited >= Self.longWait: give(.approve, by: Self.responsible)
        default: break
        }
    }

    /// Most people take a halted release back; some go on with it, as far as they may.
    private mutating func decideHalt() {
        let preferred: [Command] = chance.chance(0.7) ? [.rollBack] : [.resume, .promote]
        let possible = (preferred + [.rollBack, .resume, .promote, .cancel]).first {
            executor.state.refusal(of: $0, by: Self.responsible) == nil
        }
        if let possible { give(possible, by: Self.responsible) }
    }
}
