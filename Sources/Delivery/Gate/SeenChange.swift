import Values

/// What somebody saw of a run when they decided: an order carries it, so that nobody decides about what they have not
/// seen. What is `nil` was not said, and is not compared.
public struct SeenChange: Equatable, Sendable {
    public var run: RunNumber?
    /// The stage that waited for them.
    public var stage: StageName?
    /// The commit's full name.
    public var commit: String?
    /// Of the artifact.
    public var digest: Digest?

    public init(run: RunNumber? = nil, stage: StageName? = nil, commit: String? = nil, digest: Digest? = nil) {
        self.run = run
        self.stage = stage
        self.commit = commit
        self.digest = digest
    }

    /// What there is to see of a run, as it is now.
    public init(_ run: RunState) {
        self.init(
            run: run.number, stage: run.waitingStage?.name, commit: run.change?.commit,
            digest: run.artifact?.digest)
    }

    /// Whether everything that was said is still so.
    func stands(against now: SeenChange) -> Bool {
        (run == nil || run == now.run) && (stage == nil || stage == now.stage)
            && (commit == nil || commit == now.commit) && (digest == nil || digest == now.digest)
    }
}

extension SeenChange: CustomStringConvertible {
    /// `run #5, stage production, commit 4f2c1a9, artifact 1b2c3d4e5f60`
    public var description: String {
        ifAnything ?? "nothing"
    }

    /// The same; `nil` when nothing was said.
    public var ifAnything: String? {
        let parts = [
            run.map { "run \($0)" }, stage.map { "stage \($0.rawValue.prefix(64))" },
            commit.map { "commit \($0.prefix(12))" },
            digest.map { "artifact \($0.short)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension RunState {
    /// Why `order` is not for what was seen; `nil` when it is. What was seen never stops a stop.
    public func refusal(of order: Order, after seen: SeenChange?) -> Refusal? {
        guard let seen, !order.isStop else { return nil }
        let now = SeenChange(self)
        guard !seen.stands(against: now) else { return nil }
        return Refusal(
            "what you saw was \(seen), and now it is \(now): look at it again (slipway status), and then decide")
    }
}

extension Order {
    /// Whether it only stops or takes back. Stopping is safer than continuing, whatever somebody has seen.
    public var isStop: Bool {
        switch self {
        case .halt, .rollBack, .cancel: true
        case .approve, .reject, .resume, .promote, .retry, .skip: false
        }
    }

    /// Whether it judges a change or has users get it, so that whoever orders it has to say which run they mean.
    public var needsRun: Bool {
        switch self {
        case .approve, .reject, .promote: true
        case .halt, .resume, .rollBack, .cancel, .retry, .skip: false
        }
    }
}
