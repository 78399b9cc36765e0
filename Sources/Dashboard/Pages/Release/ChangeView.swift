import Delivery
import Values

/// What the run is for, and what it made of it.
struct ChangeView: Panel {
    let context: ViewContext

    /// Rows that it takes at a width, with its frame.
    func wantedRows(columns: Int) -> Int { facts.lines(width: columns - 4).count + 2 }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let inside = context.panel("Change", rect, into: &buffer)
        Paragraph(facts.lines(width: inside.columns), symbols: context.symbols).draw(into: &buffer, inside)
    }

    /// How many commits it brings to where most come.
    private var brought: String? {
        guard let most = context.run.change?.commits?.values.max(by: { $0.count < $1.count }) else { return nil }
        return most.count == 1 ? "1 commit" : "\(most.count) commits"
    }

    private var facts: [Fact] {
        let run = context.run
        guard let change = run.change else { return [] }
        var facts = [Fact(label: "title", text: String(change.title.prefix(120)), role: .heading)]
        if let commit = change.commit {
            facts.append(Fact(label: "commit", text: String(commit.prefix(12)), role: .link))
        }
        if let author = change.author { facts.append(Fact(label: "author", text: author)) }
        if let brought { facts.append(Fact(label: "brings", text: brought)) }
        if let rules = run.ruleChange {
            let gate = rules.gates.isEmpty ? "; no gate there" : ""
            facts.append(
                Fact(
                    label: "rules", text: "\(rules.partsInWords) changed since run \(rules.since)\(gate)",
                    role: .warning))
        }
        if let starter = run.startedBy {
            facts.append(Fact(label: "started by", text: starter == .policy ? "a new commit" : starter.name))
        }
        guard let artifact = run.artifact else {
            return facts + [Fact(label: "artifact", text: "not built yet", role: .dim)]
        }
        return facts + [
            Fact(label: "artifact", text: artifact.version, role: .heading),
            Fact(label: "digest", text: artifact.digest.short), Fact(label: "size", text: artifact.size.description),
        ]
    }
}
