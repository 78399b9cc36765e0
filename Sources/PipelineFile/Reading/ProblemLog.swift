import Delivery

/// Collects what is wrong while a document is read, so that everything can be told at once.
package final class ProblemLog {
    private let document: Document
    private var found: [PipelineProblem] = []
    /// Places whose values are stand-ins, because what the file says there was not understood.
    private var standIns: Set<PipelinePath> = []
    /// The places that hold such places.
    private var holders: Set<PipelinePath> = []
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

    /// What stands at `path` in the pipeline is a stand-in: nothing may be concluded from it.
    package func didNotUnderstand(_ path: PipelinePath) {
        standIns.insert(path)
        holders.formUnion(path.parts.indices.map { PipelinePath(Array(path.parts[..<$0])) })
    }

    /// What was found while reading, in the order of the file.
    var problems: [PipelineProblem] { Self.inOrder(found) }

    /// All problems (at most a thousand), in the order of the file: those found while reading, and the rules that `pipeline` breaks.
    ///
    /// Rules between the parts are judged only when every part was understood.
    func problems(with pipeline: Pipeline) -> [PipelineProblem] {
        let faults = found.isEmpty ? pipeline.faults : pipeline.valueFaults.filter { !isStandIn($0.path) }
        return Self.inOrder(found + faults.prefix(limit - found.count).map(problem))
    }

    private static func inOrder(_ problems: [PipelineProblem]) -> [PipelineProblem] {
        problems.sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) }
    }

    private func isStandIn(_ path: PipelinePath) -> Bool {
        holders.contains(path)
            || (0...path.parts.count).contains { standIns.contains(PipelinePath(Array(path.parts[..<$0]))) }
    }

    private func problem(_ fault: PipelineFault) -> PipelineProblem {
        let field = Field(root: document.root).find(fault.path).field
        return document.source.problem(
            at: field.position, fault.message, text: field.text, expectation: fault.remedy)
    }
}
