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

    private var facts: [Fact] {
        let run = context.run
        guard let change = run.change else { return [] }
        var facts = [Fact(label: "title", text: String(change.title.prefix(120)), role: .heading)]
        if let commit = change.commit {
            facts.append(Fact(label: "commit", text: String(commit.prefix(12)), role: .link))
        }
        if let author = change.author { facts.append(Fact(label: "author", text: author)) }
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
