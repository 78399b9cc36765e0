import Control
import Delivery
import Foundation
import Journal
import StateDirectory
import Values

/// Gives orders, and reads the events that come of them.
actor OrderedReader {
    private let client: ControlClient
    private var isHalted = false
    private var arrivals: [Int64: ContinuousClock.Instant] = [:]
    private var waiting: (sequence: Int64, reader: CheckedContinuation<ContinuousClock.Instant, Never>)?

    static func open(_ state: StateDirectory) async throws -> OrderedReader {
        let client = try await ControlClient.connect(to: state)
        let reader = OrderedReader(client)
        let last = try await JournalReader.open(in: state).lastSequence()
        let events = try await client.events(after: last)
        // It ends with the executor.
        Task { for try await record in events { await reader.take(record.sequence, at: .now) } }
        return reader
    }

    private init(_ client: ControlClient) {
        self.client = client
    }

    /// Halts and resumes in turn, each once the last one's event has arrived.
    func order(_ count: Int, reason: String? = nil) async throws -> OrderTimes {
        var times = OrderTimes()
        for _ in 0..<count {
            let start = ContinuousClock.now
            let sequence = try await client.order(isHalted ? .resume : .halt, reason: reason)
            times.answered.append(ContinuousClock.now - start)
            times.told.append(await arrival(of: sequence) - start)
            isHalted.toggle()
            arrivals = [:]
        }
        return times
    }

    private func arrival(of sequence: Int64) async -> ContinuousClock.Instant {
        if let arrival = arrivals[sequence] { return arrival }
        return await withCheckedContinuation { waiting = (sequence, $0) }
    }

    private func take(_ sequence: Int64, at time: ContinuousClock.Instant) {
        arrivals[sequence] = time
        guard let waiting, waiting.sequence == sequence else { return }
        self.waiting = nil
        waiting.reader.resume(returning: time)
    }
}

/// How long orders took.
struct OrderTimes {
    /// Until the executor answered that it is recorded.
    var answered: [Duration] = []
    /// Until the event was told.
    var told: [Duration] = []

    static func += (left: inout OrderTimes, right: OrderTimes) {
        left.answered += right.answered
        left.told += right.told
    }
}
