import Judge
import Values

/// How stable and candidate are doing: every rule's evidence, totals, and the last two minutes by the second.
public struct Health: Equatable, Sendable, Codable {
    /// The chance, over a whole release, of rolling back a candidate that keeps the rules.
    public static let falseAlarmRate = 0.001
    /// Evidence from which a candidate is too suspect to be given more traffic.
    public static let suspicion = 10.0

    public internal(set) var rules: [RuleHealth]
    public internal(set) var stable = ArmTotals()
    public internal(set) var candidate = ArmTotals()
    public internal(set) var firstFailure: FailedRequest?
    public internal(set) var lostLogs = 0
    /// Whether the candidate could have requests while no executor counted them; `nil` for no.
    var hasGap: Bool?
    /// As the last sample said; see `logTrouble`.
    var silentRequests = 0
    var surplusLines = 0
    public internal(set) var recent: [HealthSecond] = []
    private var openTicks: [Dispatch] = []
    private var openSince: Timestamp
    private var lastRestart: Timestamp

    init(rules: [HealthRule], at time: Timestamp) {
        self.rules = rules.map(RuleHealth.init)
        openSince = time
        lastRestart = time
    }

    /// How many requests of either side nobody knows the end of; `nil` for none.
    var unseenRequests: Int? { lostLogs > 0 ? lostLogs : nil }

    /// The case against the candidate over all rules; 1 is no case at all.
    public var evidence: Double { combined.value }

    public var isUnhealthy: Bool { evidence >= 1 / Self.falseAlarmRate }
    public var isSuspect: Bool { evidence >= Self.suspicion }

    /// The rule that contributes most to the case.
    public var worst: RuleHealth? { combined.largest.map { rules[$0.rule] } }

    /// By the rules' places.
    private var combined: CombinedEvidence<Int> {
        CombinedEvidence(
            zip(rules.indices, rules.map(\.evidence)).compactMap { rule, evidence in
                evidence.map { (rule: rule, evidence: $0) }
            })
    }

    mutating func take(_ sample: TrafficSample, at time: Timestamp) {
        stable.add(sample.dispatches.map(\.stable), sample.stableLatency)
        candidate.add(sample.dispatches.map(\.candidate), sample.candidateLatency)
        firstFailure = firstFailure ?? sample.firstFailure
        lostLogs = sample.lostLogs
        silentRequests = sample.silentRequests ?? 0
        surplusLines = sample.surplusLines ?? 0
        HealthSecond.add(sample, at: time, to: &recent)
        for index in rules.indices { rules[index].observeCandidate(sample) }
        collect(sample.dispatches)
        closeTick(at: time)
        restart(at: time)
    }

    /// The clock was set: what counts seconds goes on from where it was.
    mutating func moveClock(by jump: Duration) {
        openSince = openSince + jump
        lastRestart = lastRestart + jump
        recent = recent.map { $0.moved(by: jump) }
    }

    /// Nobody looked for a while, during which the clock may have been set.
    mutating func restartClock(at time: Timestamp) {
        openSince = time
        lastRestart = time
    }

    private mutating func collect(_ dispatches: [Dispatch]) {
        for dispatch in dispatches {
            if let index = openTicks.firstIndex(where: { $0.share == dispatch.share }) {
                openTicks[index].stable += dispatch.stable
                openTicks[index].candidate += dispatch.candidate
            } else {
                openTicks.append(dispatch)
            }
        }
    }

    /// Compares the arms once a second, by the share each really had in that second: sticky users make it differ
    /// from the share that was asked for. An arm without requests waits for some.
    private mutating func closeTick(at time: Timestamp) {
        guard time - openSince >= .seconds(1) else { return }
        openSince = time
        for dispatch in openTicks where dispatch.isComparable {
            for index in rules.indices { rules[index].compare(dispatch) }
        }
        openTicks.removeAll { $0.isComparable || $0.share == .none }
    }

    /// Bets a little on trouble that begins only now, every ten seconds.
    private mutating func restart(at time: Timestamp) {
        guard time - lastRestart >= .seconds(10) else { return }
        lastRestart = time
        for index in rules.indices { rules[index].restart() }
    }
}

extension Dispatch {
    /// Whether both sides had requests while both were meant to.
    var isComparable: Bool {
        stable.requests > 0 && candidate.requests > 0 && share > .none && share < .all
    }
}

/// What one side experienced since the release began.
public struct ArmTotals: Equatable, Sendable, Codable {
    public internal(set) var outcomes = Outcomes.none
    public internal(set) var latency = LatencyHistogram()

    mutating func add(_ outcomes: [Outcomes], _ latency: LatencyHistogram) {
        self.outcomes = outcomes.reduce(self.outcomes, +)
        self.latency.merge(latency)
    }
}
