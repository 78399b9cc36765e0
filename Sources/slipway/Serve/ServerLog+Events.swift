import Dashboard
import Delivery
import Server
import Wording

extension ServerLog {
    /// How many lines are told of what a step or an instance that failed had printed last.
    private static var printedLines: Int { 10 }

    /// What happened, in the words of the events panel.
    func write(_ record: EventRecord) {
        guard let sentence = EventSentence(record.event, namingEnvironments: true) else { return }
        let level: LogLevel =
            switch sentence.tone {
            case .plain, .good, .question: .info
            case .warning, .bad: .warning
            }
        let run = record.run.map { "run \($0): " } ?? ""
        write(level, run + sentence.longText)
        for line in sentence.details.suffix(Self.printedLines) { write(level, "\(run)| \(line)") }
    }
}
