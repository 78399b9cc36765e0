import Dashboard
import Delivery
import Server
import Wording

extension ServerLog {
    /// What happened, in the words of the events panel.
    func write(_ record: EventRecord) {
        guard let sentence = EventSentence(record.event, namingEnvironments: true) else { return }
        let level: LogLevel =
            switch sentence.tone {
            case .plain, .good, .question: .info
            case .warning, .bad: .warning
            }
        write(level, record.run.map { "run \($0): \(sentence.longText)" } ?? sentence.longText)
    }
}
