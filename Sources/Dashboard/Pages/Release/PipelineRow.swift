import Delivery
import Values

/// One line of the pipeline panel.
struct PipelineRow: Equatable {
    /// What goes first when there is no room: larger ones.
    enum Weight: Int, Comparable {
        case essential, current, detail

        static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
    }

    var indent: Int
    var sign: StatusSign
    var title: StyledText
    /// At the right: a word, or how long it took.
    var trailing: StyledText
    var weight: Weight
}

/// The pipeline as lines: stages, their gates and their steps.
struct PipelineRows {
    let context: ViewContext

    private var run: RunState { context.run }
    private var symbols: Symbols { context.symbols }

    var all: [PipelineRow] { run.stages.flatMap(rows) }

    /// As many as fit: steps of other stages go first, then steps of the current one.
    func fitting(_ count: Int) -> [PipelineRow] {
        var rows = all
        for weight in [PipelineRow.Weight.detail, .current] where rows.count > count {
            rows.removeAll { $0.weight == weight }
        }
        guard rows.count > count, count > 0 else { return rows }
        let current = rows.firstIndex { $0.sign.role != .succeeded } ?? 0
        let first = min(max(0, current - count / 2), rows.count - count)
        return Array(rows[first..<first + count])
    }

    private func rows(_ stage: StageState) -> [PipelineRow] {
        let isCurrent = stage.phase == .running || stage.phase == .waiting || stage.isBad || hold(of: stage) != nil
        let weight = isCurrent ? PipelineRow.Weight.current : .detail
        return [header(stage)] + holdRow(of: stage) + gate(stage, weight)
            + stage.steps.flatMap { [row($0, of: stage, weight)] + releaseDetail(of: $0, weight) }
    }

    private func hold(of stage: StageState) -> Hold? {
        run.hold.flatMap { $0.stage == stage.name ? $0 : nil }
    }

    /// Why the stage does not go on.
    private func holdRow(of stage: StageState) -> [PipelineRow] {
        guard let hold = hold(of: stage) else { return [] }
        let sign = StatusSign(hold.cause, symbols)
        return [
            PipelineRow(
                indent: 1, sign: sign, title: StyledText(hold.cause.culprit, sign.role, .bold), trailing: "",
                weight: .current)
        ]
    }

    private func header(_ stage: StageState) -> PipelineRow {
        let sign = hold(of: stage).map { StatusSign($0.cause, symbols) } ?? StatusSign(stage, in: run, symbols)
        let style: Role = stage.phase == .queued && hold(of: stage) == nil ? .dim : .heading
        return PipelineRow(
            indent: 0, sign: isUnderWay(stage) ? sign.turning(context) : sign,
            title: StyledText(stage.name.rawValue, style, .bold),
            trailing: trailing(sign.standing(context), from: stage.startedAt, to: stage.finishedAt),
            weight: .essential)
    }

    private func isUnderWay(_ stage: StageState) -> Bool {
        stage.phase == .running && hold(of: stage) == nil && !run.activeReleases.contains(where: \.isHalted)
    }

    private func gate(_ stage: StageState, _ weight: PipelineRow.Weight) -> [PipelineRow] {
        guard stage.stage.gate != nil || stage.approval != nil else { return [] }
        guard let approval = stage.approval else {
            let sign = StatusSign(glyph: symbols.waiting, word: run.result == nil ? "gate" : "not asked", role: .queued)
            return [
                PipelineRow(indent: 1, sign: sign, title: StyledText("approval", .dim), trailing: "", weight: weight)
            ]
        }
        guard let actor = approval.answeredBy else {
            let sign = StatusSign(.waiting, nil, symbols)
            let waited = StyledText((context.now - approval.requestedAt).brief, .awaitingApproval)
            return [
                PipelineRow(
                    indent: 1, sign: sign, title: StyledText("approval", .awaitingApproval, .bold),
                    trailing: waited, weight: .current)
            ]
        }
        let isRejected = stage.result == .rejected
        let sign = isRejected ? StatusSign(.rejected, symbols) : StatusSign(.succeeded, symbols)
        let title = StyledText("\(isRejected ? "rejected" : "approved") by \(actor)", sign.role)
        return [PipelineRow(indent: 1, sign: sign, title: title, trailing: "", weight: weight)]
    }

    private func row(_ step: StepState, of stage: StageState, _ weight: PipelineRow.Weight) -> PipelineRow {
        let isOver = stage.phase == .finished && step.phase == .queued
        let sign = isOver ? StatusSign(notRun: symbols) : StatusSign(step, in: run, symbols)
        // Others of the stage go on beside it; otherwise the stage says it.
        if let hold = step.hold, run.hold == nil {
            let sign = StatusSign(hold.cause, symbols)
            return PipelineRow(
                indent: 1, sign: sign, title: StyledText(step.step.title, .text),
                trailing: StyledText(hold.cause.culprit, sign.role), weight: weight)
        }
        return PipelineRow(
            indent: 1, sign: step.phase == .running ? sign.turning(context) : sign,
            title: StyledText(step.step.title, step.phase == .queued ? .dim : .text),
            trailing: pause(before: step)
                ?? trailing(sign.standing(context), from: step.startedAt, to: step.finishedAt), weight: weight)
    }

    /// How long it is until a step that failed is done again.
    private func pause(before step: StepState) -> StyledText? {
        guard step.phase == .queued, run.result == nil, let end = step.notBefore, end > context.now else { return nil }
        return StyledText("again in \((end - context.now).brief)", .warning)
    }

    /// What the release is doing, under the step that it belongs to.
    private func releaseDetail(of step: StepState, _ weight: PipelineRow.Weight) -> [PipelineRow] {
        guard step.phase == .running, let release = step.step.target.flatMap(run.activeRelease) else { return [] }
        let sign = StatusSign(glyph: symbols.lastBranch, word: "", role: .border)
        let title = StyledText(activity(of: release), release.isHalted ? .warning : .dim)
        return [PipelineRow(indent: 2, sign: sign, title: title, trailing: "", weight: weight)]
    }

    private func activity(of release: ReleaseState) -> String {
        if release.standsHalted { return "stands at \(context.split(of: release))" }
        return context.model.isInContact ? release.phase.activity : "was \(release.phase.activity)"
    }

    /// A time says that it went well or goes on; anything else is said in a word.
    private func trailing(_ sign: StatusSign, from start: Timestamp?, to end: Timestamp?) -> StyledText {
        let isPlain = sign.role == .succeeded || sign.role == .running
        guard isPlain, let start else { return StyledText(sign.word, sign.role) }
        return StyledText(((end ?? context.now) - start).brief, sign.role == .running ? .running : .dim)
    }
}

extension HoldCause {
    /// By whom, where there is little room.
    fileprivate var culprit: String {
        switch self {
        case .environmentFrozen(_, let actor, _), .transitionDisabled(let actor, _): "by \(actor)"
        case .stageOccupied(let run), .environmentLocked(_, let run): "after run \(run)"
        }
    }
}

extension StageState {
    fileprivate var isBad: Bool { result.map { $0 != .succeeded } ?? false }
}

extension ReleasePhase {
    /// What is being done, in two or three words.
    var activity: String {
        switch self {
        case .preparing: "copying the artifact"
        case .starting: "starting instances"
        case .attaching: "attaching to the router"
        case .shifting: "shifting traffic"
        case .baking: "baking"
        case .replacing: "replacing instances"
        case .promoting: "promoting"
        case .watching: "watching"
        case .withdrawing: "returning traffic"
        case .draining: "draining"
        case .confirming: "asking the new version once more"
        case .stopping: "stopping instances"
        case .restoring: "putting the old version back"
        case .closing: "closing the router"
        case .finished: "finished"
        }
    }
}
