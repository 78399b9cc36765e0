import Delivery

/// The last lines of the command that runs now.
struct LiveOutput: Equatable, Sendable {
    private(set) var owner: OutputOwner?
    private(set) var lines: [OutputLine] = []
    private var asked: OutputQuestion?

    /// How much of the end is looked at.
    static let limit = 16 << 10

    /// What to ask for, as time passes.
    mutating func ask(_ model: DashboardModel) -> PageEffect? {
        let owner = model.run.runningCommand?.owner
        if owner != self.owner { (self.owner, lines, asked) = (owner, [], nil) }
        guard let owner, asked == nil, model.isInContact else { return nil }
        let question = OutputQuestion(
            owner: owner, run: model.run.number, subject: .piece(.end, limit: Self.limit))
        asked = question
        return .ask(.output(question))
    }

    /// What can't be read is just not shown: the log page says why.
    mutating func take(_ reply: OutputReply, to question: OutputQuestion) {
        guard question == asked else { return }
        asked = nil
        guard case .piece(let piece?) = reply else { return }
        lines = OutputLine.lines(of: piece, beginsALine: false)
    }
}

/// What the command that runs now prints, where a release has nothing to show yet.
struct LiveOutputView: Panel {
    let context: ViewContext
    private let output: LiveOutput
    private let target: OutputTarget

    /// `nil` while nothing was printed.
    init?(_ context: ViewContext, _ output: LiveOutput) {
        guard let target = context.run.runningCommand, target.owner == output.owner, !output.lines.isEmpty else {
            return nil
        }
        (self.context, self.output, self.target) = (context, output, target)
    }

    func draw(into buffer: inout CellBuffer, _ rect: Rect) {
        let hint = context.releaseKeys.hint("log")
        let inside = context.panel("Output of \(target.fullName)", footer: hint, rect, into: &buffer)
        let lines = output.lines.suffix(inside.rows).map { StyledText($0.text, .text) }
        Paragraph(lines, symbols: context.symbols).draw(into: &buffer, inside)
    }
}
