import Delivery
import Values

/// An event in a sentence, for the events panel and for plain output alike.
public struct EventSentence: Equatable, Sendable {
    /// How the news is meant to be read.
    public enum Tone: Equatable, Sendable {
        case plain, good, bad, warning, question
    }

    public private(set) var text: String
    public let tone: Tone
    /// Where all is that something printed.
    public let output: String?
    /// What it printed last, line by line: for a page that has room, below the sentence.
    public let details: [String]

    /// What exactly it was about, where the sentence alone does not say it.
    public let subject: String?

    /// The sentence, what it was about and where the output is, for a page whose lines may be long.
    public var longText: String {
        text + (subject.map { "; \($0)" } ?? "") + (output.map { "; output: \($0)" } ?? "")
    }

    init(
        _ text: String, because reason: String? = nil, _ tone: Tone = .plain, output: String? = nil,
        details: [String] = [], subject: String? = nil
    ) {
        self.text = reason.map { "\(text): \($0)" } ?? text
        self.tone = tone
        self.output = output
        self.details = details
        self.subject = subject
    }
}

extension EventSentence {
    /// As ``init(_:)``, and saying of what happens in an environment in which.
    ///
    /// - Parameter namesEnvironments: whether that is to be said; where there is only one, it would only be repeated.
    public init?(_ event: Event, namingEnvironments namesEnvironments: Bool) {
        guard var sentence = EventSentence(event) else { return nil }
        if namesEnvironments, let environment = event.environmentToName {
            sentence.text = "\(environment): \(sentence.text)"
        }
        self = sentence
    }

    /// `nil` for events that say nothing to a person by themselves, as single samples don't.
    public init?(_ event: Event) {
        guard let sentence = event.sentence else { return nil }
        self = sentence
    }
}

extension Event {
    /// Where it happens, unless its sentence begins with that.
    fileprivate var environmentToName: EnvironmentName? {
        switch self {
        case .release(_, .finished): nil
        case .release(let environment, _), .service(let environment, _): environment
        case .run, .stage, .step, .standing, .monitor, .orderTaken, .eventsLost: nil
        }
    }

    fileprivate var sentence: EventSentence? {
        switch self {
        case .run(let event): event.sentence
        case .stage(let stage, let event): event.sentence(of: stage)
        case .step(let step, let event): event.sentence(of: step)
        case .release(let environment, let event): event.sentence(in: environment)
        case .service(let environment, let event): event.sentence(in: environment)
        case .standing(let event): event.sentence
        case .monitor(let monitor, let event): event.sentence(of: monitor)
        case .eventsLost(let after, let through, let actor, let reason):
            EventSentence("\(loss(after, through)); accepted by \(actor)", because: reason, .bad)
        case .orderTaken: nil
        }
    }

    private func loss(_ after: Int64, _ through: Int64) -> String {
        through > after ? "events \(after + 1) to \(through) are lost" : "events after \(after) are lost"
    }
}
