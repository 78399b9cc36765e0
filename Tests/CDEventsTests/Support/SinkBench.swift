import CDEvents
import Cryptography
import Delivery
import Foundation
import Journal
import Sinks
import SlipwayTesting
import StateDirectory
import Synchronization
import Testing
import Values

/// A journal with a run in it, and a receiver that hears of it.
struct SinkBench {
    let receiver: Receiver
    let reader: JournalReader
    let state: StateDirectory
    /// Everything that the receiver should hear of.
    let expected: [CDEvent]

    /// - Parameter folder: the name of the state directory.
    static func with(
        _ records: [EventRecord], in folder: String = "state", _ body: (SinkBench) async throws -> Void
    ) async throws {
        let receiver = try Receiver()
        let written = records.filter { if case .release(_, .trafficSampled) = $0.event { false } else { true } }
        try await withJournal(of: written, in: folder) { reader, state in
            let bench = SinkBench(
                receiver: receiver, reader: reader, state: state, expected: try await reader.events().all().told)
            try await receiver.start()
            do {
                try await body(bench)
            } catch {
                await receiver.stop()
                throw error
            }
            await receiver.stop()
        }
    }

    var cursorFile: URL { URL(filePath: state.path).appending(path: "sinks/hub.json") }
    var deadLetterFile: URL { URL(filePath: state.path).appending(path: "sinks/hub.dead.jsonl") }

    /// Where an event is while it is sent.
    var envelope: URL { URL(filePath: state.path).appending(path: "sinks/hub.sending") }

    /// What the file of dead letters has, event by event.
    func deadLetters() throws -> [JSONValue] {
        try String(contentsOf: deadLetterFile, encoding: .utf8).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
    }

    func sink(
        secret: Secret? = nil, start: WebhookConfiguration.Start = .beginning, timeout: Duration = .seconds(10),
        pauses: Pauses = Pauses(), report: @escaping @Sendable (SinkReport) -> Void = { _ in }
    ) throws -> WebhookSink {
        let configuration = try WebhookConfiguration(
            name: "hub", address: receiver.address, secret: secret, start: start, timeout: timeout)
        return WebhookSink(
            configuration, format: EventTranslator(source: try #require(source)), reader: reader, in: state,
            pacing: pauses.pacing(), report: report)
    }
}

/// News that has ended: a sink that it wakes tells what there is, and ends.
var noMoreNews: AsyncStream<Void> { AsyncStream { $0.finish() } }
