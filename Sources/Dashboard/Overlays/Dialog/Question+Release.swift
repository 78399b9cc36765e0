import Delivery
import Judge
import Values
import Wording

extension Question {
    /// Roll back: what it does to users, whether stable can take it, and how long it takes.
    static func rollBack(_ context: ViewContext) -> Question {
        let release = context.model.activeRelease
        let facts =
            release.map { exposure($0) + capacity($0, context) + estimate($0, context) + evidence($0, context) } ?? []
        let version = release?.plan.artifact.version ?? "the release"
        return Question(
            title: "Roll back \(version)\(context.model.placeMeant)?", facts: facts, confirm: "Roll back",
            frame: .failed)
    }

    private static func exposure(_ release: ReleaseState) -> [Fact] {
        guard let previous = release.plan.previous else {
            return [Fact(label: "now", text: "there is no previous version: the service will be down", role: .failed)]
        }
        let stable = previous.artifact.version
        if release.isStableDown {
            let share = release.wasExposed ? "\(release.split) → 0%: " : ""
            let text = "\(share)all users would get NOTHING: no instance of \(stable) answers"
            return [Fact(label: "now", text: text, role: .failed, attributes: .bold)]
        }
        guard release.wasExposed else {
            return [Fact(label: "now", text: "no user saw it; \(stable) stays as it is", attributes: .bold)]
        }
        let target = release.target.map { " (on its way to \($0))" } ?? ""
        let share = "\(release.split)\(target) → 0%"
        let text =
            release.isPromoted ? "100% → 0%: all traffic back to \(stable)" : "\(share): all traffic to \(stable)"
        return [Fact(label: "now", text: text, role: .heading, attributes: .bold)]
    }

    /// How many of stable's instances answer now, and so whether it can take the traffic.
    private static func capacity(_ release: ReleaseState, _ context: ViewContext) -> [Fact] {
        guard release.plan.previous != nil else { return [] }
        let health = StableHealth(release, context)
        let whole = health.isWhole ? ", kept whole: it takes all traffic at once" : ""
        return [Fact(label: "stable", text: health.sentence + whole, role: health.role)]
    }

    private static func estimate(_ release: ReleaseState, _ context: ViewContext) -> [Fact] {
        guard release.wasExposed, release.plan.previous != nil else { return [] }
        let text = context.model.lastShift.map { "about \($0.brief), as the last shift did" } ?? "not measured yet"
        return [Fact(label: "takes", text: text)]
    }

    private static func evidence(_ release: ReleaseState, _ context: ViewContext) -> [Fact] {
        guard release.wasExposed else { return [] }
        let sign = StatusSign(overall: release, context.symbols)
        let outcomes = release.health.candidate.outcomes
        let text =
            "\(sign.word), \(NumberText.evidence(release.health.evidence)) against it; "
            + "\(NumberText.grouped(outcomes.bad)) of \(NumberText.count(outcomes.requests, "request")) failed"
        return [Fact(label: "health", text: text, role: sign.role)]
    }
}

extension Question {
    /// Promote: what is skipped by it, and the whole case for and against.
    static func promote(_ context: ViewContext) -> Question {
        guard let release = context.model.activeRelease else {
            return Question(title: "Promote?", facts: [], confirm: "Promote", frame: .warning)
        }
        let isSuspect = release.health.isSuspect || release.verdict == .unhealthy
        var facts = [
            Fact(label: "now", text: "\(release.split) → 100%", role: .heading, attributes: .bold),
            Fact(label: "skips", text: skipped(release), role: .warning),
        ]
        if let previous = release.plan.previous {
            facts.append(Fact(label: "open", text: fateOfOpenRequests(on: previous, release.settings)))
        }
        let stable = StableHealth(release, context)
        if release.plan.previous != nil, !stable.isWhole {
            facts.append(Fact(label: "stable", text: stable.sentence, role: stable.role))
        }
        facts += release.health.rules.map { fact($0, release, context) }
        facts.append(together(release, context))
        return Question(
            title: "Promote \(release.plan.artifact.version)\(context.model.placeMeant)?", facts: facts,
            confirm: isSuspect ? "Promote all the same" : "Promote", frame: isSuspect ? .failed : .warning)
    }

    /// Said before a release: tunnels and long downloads of the old version don't outlive it.
    static func fateOfOpenRequests(on old: Deployment, _ settings: Environment) -> String {
        "requests open on \(old.artifact.version) have \(settings.service.drainWithin.brief), then they are cut off"
    }

    private static func skipped(_ release: ReleaseState) -> String {
        let left = release.ladder.rungs.dropFirst(release.rungIndex).map(\.exposure)
        guard let current = left.first else { return "nothing" }
        let rest = left.dropFirst().map(\.description).joined(separator: ", ")
        let bake = release.wasExposed ? "the rest of the bake at \(current)" : "the bake at \(current)"
        return rest.isEmpty ? bake : "\(bake), and \(rest)"
    }

    private static func fact(_ rule: RuleHealth, _ release: ReleaseState, _ context: ViewContext) -> Fact {
        let reading = RuleReading(rule, in: release, context.symbols)
        let evidence = reading.evidence.map { ", \(NumberText.evidence($0))" } ?? ""
        let text =
            "\(reading.sign.glyph) \(reading.sign.word): \(reading.candidate), stable \(reading.stable)\(evidence)"
        return Fact(label: reading.name, text: text, role: reading.sign.role)
    }

    private static func together(_ release: ReleaseState, _ context: ViewContext) -> Fact {
        let reading = RuleReading(all: release, context.symbols)
        let evidence = NumberText.evidence(release.health.evidence)
        let text = "\(reading.sign.glyph) \(reading.sign.word): \(evidence) against it, \(reading.candidate) requests"
        return Fact(label: reading.name, text: text, role: reading.sign.role, attributes: .bold)
    }
}

extension DashboardModel {
    /// ` in eu` where another release could be meant.
    fileprivate var placeMeant: String { environmentMeant.map { " in \($0)" } ?? "" }
}
