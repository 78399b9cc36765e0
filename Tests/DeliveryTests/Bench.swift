import Delivery
import Judge
import Values

/// A run on the bench: inputs go in, the events that follow come out, and time passes when told to.
struct Bench {
    static let production: EnvironmentName = "production"
    static let start = Timestamp(milliseconds: 1_780_000_000_000)
    static let ana = Actor(name: "ana", groups: ["release"])
    static let zoe = Actor(name: "zoe")
    static let kim = Actor(name: "kim")

    private(set) var state = RunState(number: RunNumber(2))
    private(set) var ledger: Ledger
    private(set) var now = Self.start
    /// What every instance of stable answers when it is asked; `nil` leaves the question open.
    var stableAnswer: InstanceAnswer? = .good
    /// Whether the candidate answers when it is asked for the last time.
    var isCandidateWell = true
    /// What is seen of the router when a release is about to end; `nil` leaves that open.
    var routerLook: RouterLook? = .runs

    init(previous: Deployment? = .old) {
        ledger = Ledger()
        if let previous {
            ledger.apply(
                .release(Self.production, .promoted(deployment: previous)), run: previous.run,
                at: Timestamp(milliseconds: 0))
        }
    }

    /// A run that is about to begin.
    init(_ ledger: Ledger, run: RunNumber, at time: Timestamp) {
        self.ledger = ledger
        state = RunState(number: run)
        now = time
    }

    /// Another run puts something into service.
    mutating func putIntoService(_ deployment: Deployment) {
        ledger.apply(.release(Self.production, .promoted(deployment: deployment)), run: deployment.run, at: now)
    }

    /// The events that follow from an input.
    @discardableResult
    mutating func take(_ input: Input, after pause: Duration = .zero) throws(Refusal) -> [Event] {
        now = now + pause
        let events = try state.decide(input, ledger: ledger, at: now)
        for event in events {
            state.apply(event, at: now)
            ledger.apply(event, run: state.number, at: now)
        }
        try answerForStable()
        try answerForCandidate()
        return try events + answerForRouter()
    }

    /// The candidate proves itself once more before the old version is stopped.
    private mutating func answerForCandidate() throws(Refusal) {
        guard isCandidateWell, state.release?.phase == .confirming else { return }
        for case .release(let name, .awaitReady(let id, _)) in state.effects {
            try take(.release(name, .instance(id, .ready())))
        }
    }

    /// The events that follow when the router is looked at before the release ends.
    private mutating func answerForRouter() throws(Refusal) -> [Event] {
        guard let routerLook else { return [] }
        var events: [Event] = []
        for case .release(let name, .confirmRouter) in state.effects {
            events += try take(.release(name, .routerConfirmed(routerLook)))
        }
        return events
    }

    private mutating func answerForStable() throws(Refusal) {
        guard let stableAnswer else { return }
        for case .release(let name, .askStable(let instances)) in state.effects {
            let answers = instances.map { ($0.id, stableAnswer) }
            try take(.release(name, .stableAsked(Dictionary(answers, uniquingKeysWith: { $1 }))))
        }
    }

    @discardableResult
    mutating func order(
        _ command: Order, by actor: Actor = Self.ana, after pause: Duration = .zero, anyway: Bool = false,
        seen: SeenChange? = nil
    ) throws(Refusal) -> [Event] {
        try take(.order(command, by: actor, reason: nil, anyway: anyway, seen: seen), after: pause)
    }

    /// Answers an effect that could not be carried out.
    @discardableResult
    mutating func fail(_ effect: Effect) throws(Refusal) -> [Event] {
        try take(effect.errored(.noRoute))
    }

    /// Requests to the candidate, spread over some time.
    @discardableResult
    mutating func serve(
        _ requests: Int, bad: Int = 0, of share: Share = .five, after pause: Duration = .seconds(1)
    ) throws(Refusal) -> [Event] {
        let candidate = Outcomes(requests: requests, bad: bad)
        let stable = Outcomes(requests: requests * 19, bad: 0)
        let dispatch = Dispatch(share: share, stable: stable, candidate: candidate)
        return try take(
            .release(Self.production, .sampled(TrafficSample(duration: pause, dispatches: [dispatch]))), after: pause)
    }

    var release: ReleaseState? { state.release }
    var phase: ReleasePhase? { state.release?.phase }
}

extension Problem {
    static let noRoute = Problem(what: "asking the router", why: "no answer")
}

extension Share {
    static let five = Share(percent: 5)
    static let half = Share(percent: 50)
}

extension Artifact {
    static func sample(_ digit: Character, version: String) -> Artifact {
        guard let digest = Digest(String(repeating: digit, count: 64)) else {
            preconditionFailure("\(digit) is not a hexadecimal digit")
        }
        return Artifact(digest: digest, version: version, size: ByteCount(bytes: 1024))
    }

    static let new = sample("b", version: "2.0.0")
}

extension Deployment {
    /// What users have before the run: one instance in blue.
    static let old = Deployment(
        artifact: .sample("a", version: "1.0.0"), slot: .blue, run: RunNumber(1),
        instances: [PlacedInstance(id: .old, endpoint: Endpoint(address: "127.0.0.1", port: 9000))])
}

extension InstanceID {
    static let old = InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: 0)
    static let first = InstanceID(run: RunNumber(2), host: .local, slot: .green, index: 0)
    static let second = InstanceID(run: RunNumber(2), host: .local, slot: .green, index: 1)
    /// On a first release, blue is the candidate's.
    static let firstInBlue = InstanceID(run: RunNumber(2), host: .local, slot: .blue, index: 0)
}

extension Endpoint {
    static let candidate = Endpoint(address: "127.0.0.1", port: 9100)
}
