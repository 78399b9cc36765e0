import Delivery
import Wording
import Values
import Wording

/// A stage waits for a person: what is asked, who may answer, and until when.
struct ApprovalView: Panel {
    let context: ViewContext
    private let stage: StageState

    /// `nil` while no stage waits.
    init?(_ context: ViewContext) {
        guard let stage = context.run.waitingStage else { return nil }
        self.stage = stage
        self.context = context
    }

    private var facts: [Fact] {
        let facts = ApprovalFacts(context: context, stage: stage)
        return facts.all + facts.commits
    }

    /// Rows that it takes at a width, with its frame.
    func wantedRows(columns: Int) -> Int { facts.lines(width: columns - 4).count + 4 }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let symbols = context.symbols
        let title = "\(symbols.waiting) \(stage.name) needs an approval"
        let inside = context.panel(title, footer: answer, frame: .awaitingApproval, rect, into: &buffer)
        let lines = facts.lines(width: inside.columns)
        let margin = inside.rows >= lines.count + 2 ? 1 : 0
        Paragraph(lines, symbols: symbols).draw(into: &buffer, inside.inset(rows: margin))
    }

    private var answer: StyledText {
        if let refusal = context.keys.refusal(of: .approve) {
            return StyledText("\(refusal)", .warning)
        }
        let keys = context.releaseKeys
        return keys.hint("approve", in: .text) + "   " + keys.hint("reject", in: .text)
    }
}

/// What a person has to know before they approve a stage.
struct ApprovalFacts {
    let context: ViewContext
    let stage: StageState

    private var outlooks: [ReleaseOutlook] { context.model.outlooks(of: stage) }

    var all: [Fact] { warnings + releaseFacts + [soFar] + conditions }

    private var releaseFacts: [Fact] {
        var facts: [Fact] = []
        if let artifact = context.run.artifact {
            let names = outlooks.map { "\($0.environment)" }.joined(separator: ", ")
            let target = names.isEmpty ? "" : " → \(names)"
            facts.append(
                Fact(label: "release", text: "\(artifact.version)\(target)", role: .heading, attributes: .bold))
            facts.append(Fact(label: "artifact", text: "\(artifact.digest.short), \(artifact.size)"))
        }
        facts += Fact.ofEach(outlooks, "replaces") { outlook in
            outlook.stable.map { "\($0.artifact.version) (\($0.artifact.digest.short))" }
        }
        if let change = context.run.change {
            let by = change.author.map { " by \($0)" } ?? ""
            let commit = change.commit.map { "\($0.prefix(7)) " } ?? ""
            facts.append(Fact(label: "change", text: "\(commit)\(change.title)\(by)"))
        }
        return facts
    }

    /// What the change brings beyond what is in service; it comes last, as a small screen may have no room for all.
    var commits: [Fact] {
        Fact.ofEach(outlooks, "commits") { outlook in
            context.run.change?.commits?[outlook.environment]?.lines(most: Self.shownCommits).joined(separator: "\n")
        }
    }

    /// The record has more.
    private static let shownCommits = 5

    /// What makes this more than the usual change.
    private var warnings: [Fact] {
        var facts: [Fact] = []
        if context.run.change?.isDirty == true {
            facts.append(Fact(label: "dirty", text: "what is built is not what the commit says", role: .failed))
        }
        if let change = context.run.ruleChange {
            facts.append(Fact(label: "rules", text: change.sentence, role: .warning, attributes: .bold))
        }
        return facts
    }

    /// What was checked already.
    private var soFar: Fact {
        let done = context.run.stages.filter { $0.phase == .finished }.map { stage in
            let sign = StatusSign(.finished, stage.result, context.symbols)
            let took = stage.startedAt.flatMap { start in stage.finishedAt.map { " \(($0 - start).brief)" } } ?? ""
            return "\(sign.glyph) \(stage.name)\(took)"
        }
        return Fact(label: "passed", text: done.isEmpty ? "nothing yet" : done.joined(separator: "  "))
    }

    private var conditions: [Fact] {
        wayBack + gateConditions
    }

    /// Why a person is asked, beside what the file says.
    private var wayBack: [Fact] {
        guard let wayBack = stage.approval?.wayBack else { return [] }
        return [Fact(label: "asked as", text: wayBack.sentence, role: .warning)]
    }

    private var gateConditions: [Fact] {
        let gates = context.run.gates(toPassFor: stage)
        guard !gates.isEmpty else { return [] }
        let former = stage.approval?.under.map { " (the gate of run \($0))" } ?? ""
        let may = Fact(label: "may approve", text: gates.map(who).joined(separator: "; and ") + former)
        guard let expires = stage.approval?.expires else { return [may] }
        let left = max(.zero, expires - context.ui.now).brief
        return [may, Fact(label: "expires", text: "in \(left), then it is rejected", role: .warning)]
    }

    private func who(_ gate: ApprovalRule) -> String {
        (gate.approvers.isEmpty ? "anyone" : gate.approvers.joined(separator: ", "))
            + (gate.notAuthor ? ", not the author" : "")
    }
}

extension Fact {
    /// What is to be said of several environments: once where it is the same everywhere, and otherwise line by line with
    /// their names.
    static func ofEach(
        _ outlooks: [ReleaseOutlook], _ label: String, _ text: (ReleaseOutlook) -> String?
    ) -> [Fact] {
        let texts = outlooks.map { ($0.environment, text($0)) }
        if texts.allSatisfy({ $0.1 == texts.first?.1 }) {
            return texts.first?.1.map { [Fact(label: label, text: $0)] } ?? []
        }
        let lines = texts.map { "\($0): \($1 ?? "nothing")" }
        return [Fact(label: label, text: lines.joined(separator: "\n"))]
    }
}
