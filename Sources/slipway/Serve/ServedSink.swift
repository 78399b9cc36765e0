import CDEvents
import Delivery
import Foundation
import Journal
import Server
import Sinks
import StateDirectory
import Synchronization

/// One of a server's sinks at work, and how it is doing.
final class ServedSink: Sendable {
    private struct State {
        /// The number of the last event that needs no telling; `nil` until it is known.
        var sequence: Int64?
        var failures = 0
        /// Since when the same event has been tried in vain.
        var troubledSince: ContinuousClock.Instant?
    }

    let name: String
    private let configuration: WebhookConfiguration
    private let journal: JournalReader
    private let directory: StateDirectory
    private let log: ServerLog
    private let state = Mutex(State())

    /// - Throws: `SinkError` when the configuration is none that can be used.
    init(_ sink: SinkConfiguration, journal: JournalReader, in directory: StateDirectory, log: ServerLog) throws {
        name = sink.name
        configuration = try WebhookConfiguration(
            name: sink.name, address: sink.url.absoluteString, secret: sink.secret,
            agent: "slipway/\(Slipway.version)")
        self.journal = journal
        self.directory = directory
        self.log = log
    }

    /// Tells of everything that happens until it is cancelled; one that can't go on says so, and does not end the server.
    func carryOn(wakingOn records: AsyncStream<EventRecord>) async {
        let format = EventTranslator(source: .standard(for: directory))
        let sink = WebhookSink(configuration, format: format, reader: journal, in: directory) { [self] in
            take($0)
        } reached: { [self] sequence in
            state.withLock { $0.sequence = sequence }
        }
        do {
            try await sink.run(wakingOn: records)
        } catch is CancellationError {
        } catch {
            log.write(.error, "sink \(name) has ended: \(error)")
        }
    }

    /// - Parameter last: the number of the journal's last event.
    func metrics(last: Int64) -> SinkMetrics {
        state.withLock { state in
            SinkMetrics(
                name: name, waiting: max(0, Int(last - (state.sequence ?? last))),
                lag: state.troubledSince.map { ContinuousClock.now - $0 } ?? .zero, failures: state.failures)
        }
    }

    private func take(_ report: SinkReport) {
        switch report {
        case .delivered: goOn()
        case .retrying(_, let reason, _):
            let isNews = state.withLock { state in
                state.failures += 1
                defer { state.troubledSince = state.troubledSince ?? .now }
                return state.troubledSince == nil
            }
            if isNews { log.write(.warning, "sink \(name): \(reason); trying again") }
        case .setAside(let id, let reason):
            goOn()
            log.write(.warning, "sink \(name): event \(id) was refused and set aside: \(reason)")
        }
    }

    private func goOn() { state.withLock { $0.troubledSince = nil } }
}
