import Delivery
import Wording
import Values

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

    private var facts: [Fact] { ApprovalFacts(context: context, stage: stage).all }

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

    var all: [Fact] { releaseFacts + [soFar] + conditions }

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
        guard let gate = stage.stage.gate else { return [] }
        let names = gate.approvers.isEmpty ? "anyone" : gate.approvers.joined(separator: ", ")
        let except = gate.notAuthor ? ", not the author" : ""
        let may = Fact(label: "may approve", text: names + except)
        guard let expires = stage.approval?.expires else { return [may] }
        let left = max(.zero, expires - context.ui.now).brief
        return [may, Fact(label: "expires", text: "in \(left), then it is rejected", role: .warning)]
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
