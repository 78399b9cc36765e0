import Delivery
import Judge
import Values
import Wording

/// What the traffic is waiting for, or what was done to it: the sentences under the bars.
struct TrafficStatus {
    let context: ViewContext

    /// The most urgent first; one to three lines.
    var lines: [StyledText] {
        if !context.model.isInContact { return standstill }
        if let hold = context.run.hold, context.run.result == nil { return text(of: hold) }
        guard let release = context.release else { return [outage, plan].compactMap { $0 } }
        var lines = [outage].compactMap { $0 }
        if let halt = release.halt, release.isHalted { lines.append(text(of: halt)) }
        if let retry = release.retryAt { lines.append(text(ofRetry: retry, release)) }
        if release.standsHalted { lines += frozen(release) }
        return lines + [state(of: release)].compactMap { $0 }
    }

    /// Why the run waits, since when, and who can change it.
    private func text(of hold: Hold) -> [StyledText] {
        let sign = StatusSign(hold.cause, context.symbols)
        let since = ClockText.elapsed(context.now - hold.since)
        let remedy =
            switch hold.cause {
            case .environmentFrozen(let environment, _, _): "goes on after slipway unfreeze \(environment)"
            case .transitionDisabled: "goes on after slipway transition enable \(hold.stage)"
            case .stageOccupied, .environmentLocked: "goes on by itself, in its turn"
            }
        return [
            StyledText("\(sign.glyph) \(hold.cause) ", sign.role, .bold) + StyledText(since, sign.role),
            StyledText(remedy, .dim),
        ]
    }

    /// That users get nothing, since when and how that is known: before anything else.
    private var outage: StyledText? {
        guard let release = context.release, !release.isFinished else {
            guard let health = StableHealth(context.outlook?.record, context), !health.isWhole else { return nil }
            return text(of: health)
        }
        guard release.needsStable, !release.isStableUnknown || context.model.isServiceDown else { return nil }
        let health = StableHealth(release, context)
        return health.isWhole ? nil : text(of: health)
    }

    private func text(of health: StableHealth) -> StyledText {
        let glyph = health.role == .failed ? context.symbols.failed : context.symbols.warning
        return StyledText("\(glyph) \(health.sentence)", health.role, .bold)
    }

    private func text(of halt: Halt) -> StyledText {
        let reason = halt.reason.map { ": \($0)" } ?? ""
        let since = ClockText.elapsed(context.now - halt.since)
        return StyledText(
            "\(context.symbols.halted) halted by \(halt.by == .policy ? "the pipeline's rules" : halt.by.description) ",
            .warning, .bold)
            + StyledText("\(since)\(reason)", .warning)
    }

    private func text(ofRetry due: Timestamp, _ release: ReleaseState) -> StyledText {
        let left = max(.zero, due - context.now)
        return StyledText(
            "\(context.symbols.warning) failed \(NumberText.count(release.retries, "time")), retrying in \(left.brief)",
            .warning)
    }

    private func state(of release: ReleaseState) -> StyledText? {
        guard !release.standsHalted else { return nil }
        let version = release.plan.artifact.version
        switch release.phase {
        case .preparing: return working("copying the artifact to the hosts")
        case .starting:
            let ready = release.instances.filter { $0.phase == .ready }.count
            return working("\(ready) of \(NumberText.count(release.instances.count, "instance")) ready")
        case .attaching: return working("attaching the candidate to the router")
        case .replacing: return working(release.replacementProgress)
        case .promoting where release.plan.replacement == .inPlace: return working(release.replacementProgress)
        case .restoring: return working(release.restorationProgress)
        case .shifting: return working("\(release.split) \(context.symbols.arrow) \(release.target ?? release.split)")
        case .baking: return nil
        case .promoting: return working("\(version) is being given all traffic")
        case .watching: return watched(release)
        case .withdrawing: return working("\(release.split) \(context.symbols.arrow) 0%: traffic goes back to stable")
        case .draining, .confirming, .stopping, .closing: return safety(release) ?? working(release.phase.activity)
        case .finished: return safety(release) ?? ending(release)
        }
    }

    private func working(_ text: String) -> StyledText {
        StyledText("\(context.spinner ?? context.symbols.unknown) ", .running) + StyledText(text, .text)
    }

    /// Short enough for the narrowest screen.
    private func frozen(_ release: ReleaseState) -> [StyledText] {
        if release.isStableDown {
            return [StyledText("stays at \(release.split): promote, or mend stable and resume", .dim)]
        }
        if release.verdict == .unhealthy {
            return [StyledText("stays at \(release.split): roll back, or promote it all the same", .dim)]
        }
        let judging = release.settings.rollback.automatic ? "unhealthy still rolls back" : "judging goes on"
        return [
            StyledText("stays at \(release.split); \(judging)", .dim),
            StyledText(resumption(release), .dim),
        ]
    }

    private func resumption(_ release: ReleaseState) -> String {
        guard release.phase == .attaching else { return "resume begins the bake again" }
        return "resume opens \(release.shareOfRung.map { "\($0)" } ?? "it") again; its bake begins anew"
    }

    private func watched(_ release: ReleaseState) -> StyledText {
        let old = release.plan.previous?.artifact.version ?? "the old version"
        let until = release.endOfWatch.map { $0 - context.now } ?? .zero
        return StyledText("\(context.symbols.succeeded) all traffic ", .succeeded, .bold)
            + StyledText("· watched for \(ClockText.elapsed(until)), \(old) stays ready", .dim)
    }

    /// The time from the decision until no request could reach the candidate.
    private func safety(_ release: ReleaseState) -> StyledText? {
        guard let took = release.rollback?.safeAfter else { return nil }
        if release.isStableDown {
            return StyledText("\(context.symbols.failed) all traffic on stable, which does not answer", .failed, .bold)
        }
        if release.isStableUnknown {
            return StyledText("\(context.symbols.warning) all traffic to stable: does it answer?", .warning, .bold)
        }
        return StyledText("\(context.symbols.succeeded) all traffic on stable ", .succeeded, .bold)
            + StyledText("\(took.brief) after the decision", .text)
    }

    private func ending(_ release: ReleaseState) -> StyledText? {
        guard let result = release.result else { return nil }
        let sign = StatusSign(result, context.symbols)
        let text = result == .succeeded ? "\(release.plan.artifact.version) has all traffic" : result.word
        return StyledText("\(sign.glyph) \(text)", sign.role, .bold)
    }

    /// Before the release: how it will go.
    private var plan: StyledText {
        guard let outlook = context.outlook else { return StyledText("this run deploys nowhere", .dim) }
        guard outlook.stable != nil || context.run.result != nil else {
            return StyledText("first release: straight to 100% once it is ready", .dim)
        }
        guard context.run.result == nil else { return StyledText("nothing was released", .dim) }
        if outlook.record?.downSince != nil {
            return StyledText("straight to 100% once it is ready, unless stable answers by then", .dim)
        }
        guard let bake = outlook.ladder.rungs.first?.bake else {
            return StyledText("straight to 100% once it is ready", .dim)
        }
        let requests = bake.requests > 0 ? " and needs \(NumberText.count(bake.requests, "request"))" : ""
        return StyledText("each step lasts \(ClockText.elapsed(bake.duration))\(requests)", .dim)
    }
}

// MARK: - Nobody tells of the run any more

extension TrafficStatus {
    /// How things stand, as nobody tells how they go on.
    private var standstill: [StyledText] {
        let text =
            context.model.isAbandoned
            ? "interrupted: nobody carries this run out" : "no contact: this is how it was"
        var lines = [StyledText("\(context.symbols.unknown) \(text)", .warning, .bold)]
        if context.model.isAbandoned { lines += [serving].compactMap { $0 } }
        if let outage { lines.append(outage) }
        if let release = context.release, let halt = release.halt, release.isHalted {
            lines.append(self.text(of: halt))
        }
        return lines
    }

    /// What users have, while nobody carries the release out.
    private var serving: StyledText? {
        guard let release = context.release, let serving = release.servingWithoutExecutor else { return nil }
        let candidate = release.plan.artifact.version
        let stable = release.plan.previous?.artifact.version ?? ""
        switch serving {
        case .candidate: return StyledText("users have \(candidate)", .text)
        case .stableOrCandidate: return StyledText("users have \(stable) or \(candidate)", .warning)
        case .stable where context.split(of: release) == .none:
            let cause = release.isExposedInPart && release.split > .none ? ", as the lease has ended" : ""
            return StyledText("users have \(stable)\(cause)", .text)
        case .stable:
            let limit = release.closesByItselfWithin.map { " within \($0.brief)" } ?? ""
            return StyledText("the share of \(candidate) ends\(limit), or has ended", .warning)
        }
    }
}
