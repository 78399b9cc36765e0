import Delivery
import Values

extension InstanceEvent {
    func sentence(of instance: InstanceID) -> EventSentence {
        switch self {
        case .placed: EventSentence("\(instance) put in place")
        case .started(let endpoint): EventSentence("\(instance) started at \(endpoint)")
        case .ready(let took, let note):
            EventSentence("\(instance) ready after \(took.brief)\(note.map { "; \($0.sentence)" } ?? "")", .good)
        case .failed(let failure):
            EventSentence("\(instance) failed: \(failure.sentence)", .bad, details: failure.printed)
        case .probeFailed(let detail): EventSentence("\(instance): \(detail)", .warning)
        case .drained(let cut): .drained("\(instance)", cut: cut)
        case .stopped: EventSentence("\(instance) stopped")
        case .abandoned(let problem): EventSentence("\(instance) could not be stopped: \(problem)", .bad)
        }
    }
}
