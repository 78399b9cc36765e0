import Delivery
import Values

extension SimulatedSite {
    /// Carries out what an effect does to the environment; what only waits or looks changes nothing.
    mutating func perform(_ effect: ReleaseEffect, plan: ReleasePlan?, at now: Timestamp) {
        switch effect {
        case .prepare: router.prepare(stable: plan?.previous?.slot)
        case .startInstance(let id): start(id, of: plan?.version(of: id), at: now)
        case .routeRequests(let instances): router.route(to: instances.map(\.id))
        case .attachCandidate: if let plan { router.attach(plan.instances, to: plan.slot) }
        case .shiftTraffic(let share): router.shift(to: share, at: now)
        case .returnTraffic(let slot): router.returnTraffic(to: slot)
        case .promoteRoute(let slot): router.promote(slot)
        case .stopInstance(let id, _): stop(id)
        case .drain(let slot): router.drain(slot)
        case .holdLease: router.renewLease(at: now)
        case .closeRouter: router.close()
        case .askStable, .watchStable, .awaitReady, .watchInstance, .sampleTraffic, .keepRouter, .confirmRouter,
            .putInPlace, .drainInstance:
            break
        }
    }

    /// What is said of an effect that was carried out; `nil` where that takes its time.
    func success(of effect: ReleaseEffect, at now: Timestamp) -> ReleaseInput? {
        switch effect {
        case .askStable(let instances): .stableAsked(answers(of: instances, at: now))
        case .prepare: .prepared()
        case .putInPlace(let id): .instance(id, .placed)
        case .drainInstance(let id, _, _): .instance(id, .drained(cut: 0))
        case .routeRequests(let instances): .requestsRouted(to: instances.map(\.id))
        case .startInstance(let id):
            .instance(id, .started(Endpoint(address: "127.0.0.1", port: 21_000 + id.index)))
        case .attachCandidate: .attached
        case .shiftTraffic(let share): router.hasLapsed(at: now) ? .leaseLost : .shifted(to: share)
        case .returnTraffic(let slot): .trafficReturned(to: slot)
        case .promoteRoute(let slot): .routePromoted(slot)
        case .drain(let slot): .drained(slot, cut: 0)
        case .stopInstance(let id, _): .instance(id, .stopped)
        case .closeRouter: .routerClosed
        case .confirmRouter: .routerConfirmed(.runs)
        case .awaitReady, .watchInstance, .watchStable, .holdLease, .sampleTraffic, .keepRouter: nil
        }
    }

    /// What instances answer now; each was asked twice where it doesn't.
    func answers(of instances: [PlacedInstance], at now: Timestamp) -> [InstanceID: InstanceAnswer] {
        let answers = instances.map { placed in
            (placed.id, self.instances[placed.id]?.answers(at: now) == true ? InstanceAnswer.good : .silent)
        }
        return Dictionary(answers, uniquingKeysWith: { $1 })
    }
}

extension InstanceAnswer {
    static let silent = InstanceAnswer.bad(detail: "no answer within 1s", lasting: .seconds(1))
}
