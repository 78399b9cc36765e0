import Delivery
import Values
import Judge
import Wording

/// A status as glyph, word and colour together: none of them is ever alone.
struct StatusSign: Equatable {
    let glyph: String
    let word: String
    let role: Role

    /// `● live`.
    var text: StyledText { StyledText("\(glyph) \(word)", role, .bold) }
    /// The glyph in the status's colour.
    var mark: StyledText { StyledText(glyph, role, .bold) }
}

extension StatusSign {
    init(_ phase: Phase, _ result: RunResult?, _ symbols: Symbols) {
        switch phase {
        case .queued: self.init(glyph: symbols.queued, word: "queued", role: .queued)
        case .running: self.init(glyph: symbols.running, word: "running", role: .running)
        case .waiting: self.init(glyph: symbols.waiting, word: "waiting", role: .awaitingApproval)
        case .halted: self.init(glyph: symbols.halted, word: "halted", role: .warning)
        case .finished: self.init(result ?? .errored, symbols)
        }
    }

    init(_ result: RunResult, _ symbols: Symbols) {
        switch result {
        case .succeeded: self.init(glyph: symbols.succeeded, word: result.word, role: .succeeded)
        case .failed: self.init(glyph: symbols.failed, word: result.word, role: .failed)
        case .errored: self.init(glyph: symbols.unknown, word: result.word, role: .warning)
        case .rejected: self.init(glyph: symbols.failed, word: result.word, role: .failed)
        case .rolledBack: self.init(glyph: symbols.rolledBack, word: result.word, role: .failed)
        case .superseded, .cancelled: self.init(glyph: symbols.skipped, word: result.word, role: .warning)
        }
    }

    /// What a run or a stage that has ended never came to.
    init(notRun symbols: Symbols) {
        self.init(glyph: symbols.queued, word: "not run", role: .queued)
    }

    init(_ step: StepState, in run: RunState, _ symbols: Symbols) {
        guard !run.hasSkipped(step.phase) else {
            self.init(notRun: symbols)
            return
        }
        guard step.skippedBy == nil else {
            self.init(glyph: symbols.skipped, word: "skipped", role: .warning)
            return
        }
        guard step.phase != .running || step.overdue == nil else {
            self.init(glyph: symbols.warning, word: "ending", role: .warning)
            return
        }
        self.init(step.phase, step.result, symbols)
    }

    /// What a run waits for that may not go on: a person who shut a gate, or another run.
    init(_ cause: HoldCause, _ symbols: Symbols) {
        switch cause {
        case .environmentFrozen: self.init(glyph: symbols.halted, word: "frozen", role: .warning)
        case .transitionDisabled: self.init(glyph: symbols.halted, word: "disabled", role: .warning)
        case .stageOccupied, .environmentLocked: self.init(glyph: symbols.queued, word: "queued", role: .queued)
        }
    }

    /// Stages are halted with the release that is theirs.
    init(_ stage: StageState, in run: RunState, _ symbols: Symbols) {
        guard !run.hasSkipped(stage.phase) else {
            self.init(notRun: symbols)
            return
        }
        let isHalted = stage.phase == .running && run.phase == .halted
        self.init(isHalted ? .halted : stage.phase, stage.result, symbols)
    }

    /// The whole run, in the header.
    init(_ model: DashboardModel, _ symbols: Symbols) {
        let run = model.run
        if model.trouble != nil {
            self.init(glyph: symbols.failed, word: "stuck", role: .failed)
        } else if model.isAbandoned {
            self.init(interrupted: symbols)
        } else if !model.isInContact {
            self.init(glyph: symbols.unknown, word: "no contact", role: .warning)
        } else if run.result == nil, model.isServiceDown {
            self.init(glyph: symbols.failed, word: "stable down", role: .failed)
        } else if run.result == nil, run.activeReleases.contains(where: \.isRollingBack) {
            self.init(glyph: symbols.rolledBack, word: "rolling back", role: .failed)
        } else if run.phase == .running {
            self.init(glyph: symbols.live, word: run.cancelled ? "cancelling" : run.activity, role: .succeeded)
        } else if let hold = run.hold, run.result == nil {
            self.init(hold.cause, symbols)
        } else if let stage = run.waitingStage, stage.approval != nil {
            self.init(glyph: symbols.waiting, word: "needs approval", role: .awaitingApproval)
        } else {
            self.init(run.phase, run.result, symbols)
        }
    }

    /// It was under way when it was last heard of.
    init(interrupted symbols: Symbols) {
        self.init(glyph: symbols.unknown, word: "interrupted", role: .warning)
    }

    /// What is under way turns; where nobody can tell whether it is, that is said.
    func turning(_ context: ViewContext) -> StatusSign {
        guard role == .running else { return self }
        guard let spinner = context.spinner else { return StatusSign(interrupted: context.symbols) }
        return StatusSign(glyph: spinner, word: word, role: role)
    }

    /// The same without turning.
    func standing(_ context: ViewContext) -> StatusSign {
        role == .running && context.spinner == nil ? StatusSign(interrupted: context.symbols) : self
    }

    /// What it was: nothing is said to be well, or under way, of which nobody knows that.
    var then: StatusSign {
        self == faded ? self : StatusSign(glyph: glyph, word: "was \(word)", role: .dim)
    }

    /// The same where there is no room for words: without the colour of what is well or under way.
    var faded: StatusSign {
        role == .succeeded || role == .running ? StatusSign(glyph: glyph, word: word, role: .dim) : self
    }

    /// What users have doesn't answer.
    init(down symbols: Symbols) {
        self.init(glyph: symbols.failed, word: "down", role: .failed)
    }

    /// In service, as the record says; nobody is looking.
    init(recorded symbols: Symbols) {
        self.init(glyph: symbols.filledSquare, word: "stable", role: .dim)
    }

    /// It is just being asked how it is.
    init(asked symbols: Symbols) {
        self.init(glyph: symbols.unknown, word: "asked", role: .warning)
    }

    init(_ phase: InstanceState.Phase, _ symbols: Symbols) {
        switch phase {
        case .waiting: self.init(glyph: symbols.emptySquare, word: "waiting", role: .queued)
        case .starting, .started: self.init(glyph: symbols.halfSquare, word: "starting", role: .running)
        case .ready: self.init(glyph: symbols.filledSquare, word: "ready", role: .succeeded)
        case .failed: self.init(glyph: symbols.failed, word: "failed", role: .failed)
        case .drained: self.init(glyph: symbols.halfSquare, word: "drained", role: .running)
        case .stopped: self.init(glyph: symbols.emptySquare, word: "stopped", role: .dim)
        case .abandoned: self.init(glyph: symbols.unknown, word: "left behind", role: .warning)
        }
    }
}

extension EventSentence.Tone {
    /// The colour of the sentence.
    var role: Role {
        switch self {
        case .plain: .text
        case .good: .succeeded
        case .bad: .failed
        case .warning: .warning
        case .question: .awaitingApproval
        }
    }

    /// The same without colour.
    func glyph(_ symbols: Symbols) -> String {
        switch self {
        case .plain: symbols.bullet
        case .good: symbols.succeeded
        case .bad: symbols.failed
        case .warning: symbols.warning
        case .question: symbols.waiting
        }
    }
}

extension RunState {
    /// Whether something in this phase will never happen.
    fileprivate func hasSkipped(_ phase: Phase) -> Bool { result != nil && phase == .queued }
}

extension RunState {
    /// What it does now, in a word or two.
    fileprivate var activity: String {
        guard let release = activeRelease else {
            return stages.first { $0.phase == .running }.map { "\($0.name)" } ?? "running"
        }
        if release.isPromoted { return "old version kept" }
        return release.split > .none ? "canary \(release.split)" : "releasing"
    }
}
