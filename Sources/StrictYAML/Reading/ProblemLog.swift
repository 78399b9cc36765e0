import Values

/// Collects what is wrong while a document is read, so that everything can be told at once.
package final class ProblemLog {
    private let document: Document
    private var found: [FileProblem] = []
    /// Places whose values are stand-ins, because what the file says there was not understood.
    private var standIns: Set<FieldPath> = []
    /// The places that hold such places.
    private var holders: Set<FieldPath> = []
    /// More than anybody reads; a hostile file could hold a hundred thousand.
    private let limit = 1000

    init(document: Document) {
        self.document = document
    }

    /// Whether further problems are not kept any more.
    var isFull: Bool { found.count >= limit }

    package func add(at position: Position, _ message: String, text: String? = nil, expectation: String? = nil) {
        guard !isFull else { return }
        found.append(document.source.problem(at: position, message, text: text, expectation: expectation))
    }

    package func add(at field: Field, _ message: String, expectation: String? = nil) {
        add(at: field.position, message, text: field.text, expectation: expectation)
    }

    /// What stands at `path` in the value is a stand-in: nothing may be concluded from it.
    package func didNotUnderstand(_ path: FieldPath) {
        standIns.insert(path)
        holders.formUnion(path.parts.indices.map { FieldPath(Array(path.parts[..<$0])) })
    }

    /// Whether nothing was wrong so far.
    var isEmpty: Bool { found.isEmpty }

    /// All problems (at most a thousand), in the order of the file: those found while reading, and rules that are broken
    /// where the value is the file's own.
    func problems(and faults: [FieldFault]) -> [FileProblem] {
        let faults = faults.filter { !isStandIn($0.path) }
        return Self.inOrder(found + faults.prefix(limit - found.count).map(problem))
    }

    private static func inOrder(_ problems: [FileProblem]) -> [FileProblem] {
        problems.sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) }
    }

    private func isStandIn(_ path: FieldPath) -> Bool {
        holders.contains(path)
            || (0...path.parts.count).contains { standIns.contains(FieldPath(Array(path.parts[..<$0]))) }
    }

    private func problem(_ fault: FieldFault) -> FileProblem {
        let field = Field(root: document.root).find(fault.path).field
        return document.source.problem(
            at: field.position, fault.message, text: field.text, expectation: fault.remedy)
    }
}
