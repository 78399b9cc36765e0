import Delivery
import Values

/// What a dialog says: the question, what a yes would do now, and the two answers.
struct Question: Equatable {
    let title: String
    let facts: [Fact]
    var cancel = "Cancel"
    let confirm: String
    /// The colour of what a yes does.
    let frame: Role

    init(title: String, facts: [Fact], cancel: String = "Cancel", confirm: String, frame: Role) {
        self.title = title
        self.facts = facts
        self.cancel = cancel
        self.confirm = confirm
        self.frame = frame
    }

    init(_ dialog: DashboardDialog, _ context: ViewContext) {
        self.init(dialog.subject, context)
        guard dialog.insists, let objection = context.run.objection(to: dialog.order) else { return }
        let refused = [
            Fact(label: "refused", text: objection.description, role: .failed, attributes: .bold),
            Fact(
                label: "a second \(dialog.keys(context.ui).key(of: dialog.subject.confirmation))",
                text: "carries it out all the same", role: .failed),
        ]
        self.init(
            title: title, facts: refused + facts, cancel: cancel, confirm: "\(confirm) all the same", frame: .failed)
    }

    private init(_ subject: DashboardDialog.Subject, _ context: ViewContext) {
        switch subject {
        case .approve(let stage): self = .approve(stage, context)
        case .reject(let stage): self = .reject(stage, context)
        case .rollBack: self = .rollBack(context)
        case .promote: self = .promote(context)
        case .leave: self = .leave(context)
        }
    }
}

// MARK: - Gates

extension Question {
    private static func approve(_ name: StageName, _ context: ViewContext) -> Question {
        guard let stage = context.run.waitingStage else {
            return Question(title: "Approve \(name)?", facts: [], confirm: "Approve", frame: .awaitingApproval)
        }
        let outlooks = context.model.outlooks(of: stage).filter { $0.release == nil }
        let approval = ApprovalFacts(context: context, stage: stage)
        let facts =
            approval.all + Fact.ofEach(outlooks, "then", plan)
            + Fact.ofEach(outlooks, "open") { outlook in
                outlook.stable.map { fateOfOpenRequests(on: $0, outlook.settings) }
            } + approval.commits
        return Question(title: "Approve \(name)?", facts: facts, confirm: "Approve", frame: .awaitingApproval)
    }

    /// How exposure grows after a yes.
    private static func plan(of outlook: ReleaseOutlook) -> String {
        guard let stable = outlook.stable else {
            return "nothing is in service yet: straight to 100% once it is ready"
        }
        if outlook.record?.downSince != nil {
            return "\(stable.artifact.version) is DOWN: straight to 100% once it is ready, unless it answers by then"
        }
        let rungs = outlook.ladder.rungs
        guard let bake = rungs.first?.bake else { return "straight to 100% once it is ready" }
        let steps = rungs.map(\.exposure.description).joined(separator: ", ")
        let automatic =
            outlook.settings.rollback.automatic ? "rolls back by itself when unhealthy" : "halts when unhealthy"
        return "\(steps), 100%; \(bake.duration.brief) each; \(automatic)"
    }

    private static func reject(_ name: StageName, _ context: ViewContext) -> Question {
        var facts = [Fact(label: "now", text: "the run ends; nothing goes to \(name)", role: .warning)]
        if let artifact = context.run.artifact { facts.append(Fact(label: "artifact", text: artifact.version)) }
        return Question(title: "Reject \(name)?", facts: facts, confirm: "Reject", frame: .warning)
    }
}

// MARK: - Leaving

extension Question {
    private static func leave(_ context: ViewContext) -> Question {
        var facts = [Fact(label: "why", text: "the run goes on only while this program runs", role: .warning)]
        if let release = context.run.activeRelease, release.canRollBack {
            let text =
                release.isStableDown
                ? "NO instance of stable answers: users get nothing, then the run ends"
                : release.wasExposed && release.plan.previous != nil
                    ? "all traffic returns to stable first, then the run ends"
                    : "what was started is removed, then the run ends"
            facts.append(Fact(label: "cancelling", text: text, role: release.isStableDown ? .failed : .text))
        } else {
            facts.append(Fact(label: "cancelling", text: "what runs now is stopped, and the run ends"))
        }
        if context.ui.canDetach {
            let keys = DialogKeys.table(for: .leave, canDetach: true, context.ui.keys)
            let isDown = context.run.activeRelease.map { $0.isExposedInPart && $0.isStableDown } ?? false
            facts.append(
                isDown
                    ? Fact(
                        label: keys.words(for: "detach"),
                        text: "the candidate's share is closed: users get NOTHING until it is promoted",
                        role: .failed)
                    : Fact(
                        label: keys.words(for: "detach"),
                        text: "the run goes on in the background; slipway watch shows it again"))
            facts.append(Fact(label: keys.words(for: "halt"), text: "exposure stays where it is, and judging goes on"))
        }
        if let release = context.run.activeRelease, release.isExposedInPart {
            let stable = release.isStableDown ? " to stable, which does not answer," : ""
            let text =
                release.closesByItselfWithin.map {
                    "if this program dies, the router returns all traffic\(stable) within \($0.brief)"
                } ?? "if this program dies, the candidate keeps its share"
            facts.append(Fact(label: "otherwise", text: text, role: .dim))
        }
        return Question(
            title: "The run is not finished", facts: facts, cancel: "Stay", confirm: "Cancel the run", frame: .warning)
    }
}
