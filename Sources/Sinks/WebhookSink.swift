import Delivery
import Journal
import StateDirectory

/// Tells another system of everything that happens, by HTTP: each event once it is on disk, in order, at least once.
///
/// The journal is the outbox: what was told is a number in a file, `sinks/NAME.json` in the state directory, so that
/// neither a crash nor a receiver that is away loses anything. Nobody waits for a receiver: the sink reads the journal
/// by itself. curl is needed. Use a name for one sink at a time.
public struct WebhookSink: Sendable {
    let configuration: WebhookConfiguration
    let format: any SinkFormat
    let reader: JournalReader
    /// Of the sink's own files.
    let folder: String
    let cursor: SinkCursor
    let deadLetters: DeadLetters
    let pacing: RetryPacing
    let report: @Sendable (SinkReport) -> Void
    let reached: @Sendable (Int64) -> Void
    /// The program that sends.
    package var curl = "curl"

    /// - Parameters:
    ///   - format: what is sent of each event.
    ///   - reader: the journal to tell of.
    ///   - state: the directory that the journal is in.
    ///   - pacing: how time goes by between two attempts.
    ///   - report: hears of what became of each event, at once; it should not take long.
    ///   - reached: hears of the number up to which there is nothing left to tell, where the sink begins and whenever it
    ///     gets further; it should not take long.
    public init(
        _ configuration: WebhookConfiguration, format: any SinkFormat, reader: JournalReader, in state: StateDirectory,
        pacing: RetryPacing = .standard, report: @escaping @Sendable (SinkReport) -> Void = { _ in },
        reached: @escaping @Sendable (Int64) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.format = format
        self.reader = reader
        self.pacing = pacing
        self.report = report
        self.reached = reached
        folder = state.sinks
        cursor = SinkCursor(path: "\(folder)/\(configuration.name).json")
        deadLetters = DeadLetters(path: "\(folder)/\(configuration.name).dead.jsonl")
    }

    /// Tells of what is in the journal, and again each time that `news` says that there may be more; ends when that
    /// does, with everything told, or when the task is cancelled.
    ///
    /// - Parameter news: any elements; a burst of them is one.
    /// - Throws: `JournalError` when the journal can't be read, ``SinkError`` when the sink's own files can't be used,
    ///   `CancellationError`.
    public func run<News: AsyncSequence & Sendable>(wakingOn news: News) async throws {
        do {
            try await tell(wakingOn: news)
        } catch {
            // The journal has an error of its own for it.
            try Task.checkCancellation()
            throw error
        }
    }

    private func tell<News: AsyncSequence & Sendable>(wakingOn news: News) async throws {
        try await SinkFile.makeDirectory(folder)
        let sender = WebhookSender(
            configuration: configuration, contentType: format.contentType, curl: curl,
            envelope: "\(folder)/\(configuration.name).sending")
        var delivery = SinkDelivery(sink: self, sender: sender)
        try await delivery.begin()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            group.addTask {
                defer { bell.finish() }
                for try await _ in news { bell.yield() }
            }
            try await delivery.deliverAll()
            for await _ in rings { try await delivery.deliverAll() }
            try Task.checkCancellation()
            // What was written after the last ring, before the news ended.
            try await delivery.deliverAll()
            try await group.waitForAll()
        }
    }
}

extension StateDirectory {
    /// What sinks remember.
    var sinks: String { "\(path)/sinks" }
}
