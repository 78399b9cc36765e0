import Journal
import Values

/// A CDEvent in its envelope, by CDEvents' binding to CloudEvents 1.0: the envelope repeats what the event says.
struct CloudEvent: Encodable {
    let specversion = "1.0"
    let id: String
    let source: String
    let type: String
    let subject: String
    let time: String
    let datacontenttype = "application/json"
    let data: Payload

    struct Payload: Encodable {
        let context: Context
        let subject: Subject
        let customData: [String: JSONValue]
    }

    struct Context: Encodable {
        let specversion = CDEvent.specificationVersion
        let id: String
        let source: String
        let type: String
        let timestamp: String
    }

    struct Subject: Encodable {
        let id: String
        let content: [String: JSONValue]
    }

    init(_ event: CDEvent) {
        id = event.id
        source = event.source.uri
        type = event.type.rawValue
        subject = event.subject
        time = event.time.iso8601
        data = Payload(
            context: Context(id: id, source: source, type: type, timestamp: time),
            subject: Subject(id: event.subject, content: event.content), customData: event.customData)
    }
}
