import Delivery
import Journal

/// One sink at work: where it is in the journal, and what it remembers of runs.
struct SinkDelivery {
    let sink: WebhookSink
    let sender: WebhookSender
    private var format: any SinkFormat
    /// The number of the last event that is done with.
    private var position: Int64 = 0

    init(sink: WebhookSink, sender: WebhookSender) {
        self.sink = sink
        self.sender = sender
        format = sink.format
    }

    /// Finds the place in the journal; a new sink's is written down at once, so that a crash doesn't move it.
    mutating func begin() async throws {
        let last = try await sink.reader.lastSequence()
        if let known = try await sink.cursor.read() {
            // A number that the journal has not reached is of another journal, which was in the same place.
            position = known <= last ? known : 0
        } else {
            position = sink.configuration.start == .end ? last : 0
            try await sink.cursor.write(position)
        }
        sink.reached(position)
    }

    /// Tells of everything after the place, and moves it on event by event.
    mutating func deliverAll() async throws {
        let last = try await sink.reader.lastSequence()
        for try await record in sink.reader.eventsWithoutSamples(after: position) {
            let messages = try await format.messages(of: record, readingBackIn: sink.reader)
            for message in messages { try await deliver(message) }
            position = record.sequence
            if !messages.isEmpty { try await sink.cursor.write(position) }
            sink.reached(position)
        }
        // Samples are told to nobody.
        sink.reached(max(position, last))
    }

    /// Tries until the message is taken, or refused for good.
    private func deliver(_ message: SinkMessage) async throws {
        var attempt = 0
        while true {
            attempt += 1
            switch try await sender.post(Array(message.body.utf8)) {
            case .accepted:
                return sink.report(.delivered(id: message.id, attempts: attempt))
            case .refused(let reason):
                try await sink.deadLetters.add(message.body, reason: reason, at: sink.pacing.now())
                return sink.report(.setAside(id: message.id, reason: reason))
            case .notNow(let reason, let wish):
                let pause = sink.pacing.pause(after: attempt, wish: wish)
                sink.report(.retrying(id: message.id, reason: reason, after: pause))
                try await sink.pacing.sleep(pause)
            }
        }
    }
}
