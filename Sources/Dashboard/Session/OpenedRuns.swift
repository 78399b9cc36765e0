import Delivery

/// The events of the runs that are on the screen, or were: each comes through a backlog of its own, and that of a run which
/// another took the place of is no longer read.
final class OpenedRuns {
    private struct Reading {
        let backlog: Backlog
        let tasks: [Task<Void, Never>]
    }

    private let limit: Int
    private let sink: AsyncStream<Occurrence>.Continuation
    private var readings: [RunSeat: Reading] = [:]
    private var latest = RunSeat.first

    init(limit: Int, sink: AsyncStream<Occurrence>.Continuation) {
        self.limit = limit
        self.sink = sink
    }

    /// The seat of the run that an errand may bring.
    func nextSeat(for errand: Errand) -> RunSeat {
        switch errand {
        case .order, .ask: break
        case .open, .release: latest = latest.next
        }
        return latest
    }

    func take(_ run: OpenRun, as seat: RunSeat) {
        let (backlog, sink) = (Backlog(limit: limit), sink)
        let events = Task {
            for await record in run.records {
                await backlog.enter()
                sink.yield(.record(record, of: seat))
            }
            if !Task.isCancelled { sink.yield(.recordsEnded(of: seat)) }
        }
        let contacts = Task {
            for await contact in run.contacts { sink.yield(.contact(contact, of: seat)) }
        }
        readings[seat] = Reading(backlog: backlog, tasks: [events, contacts])
    }

    /// Nobody looks at others any more.
    func keep(only seats: Set<RunSeat>) {
        for (seat, reading) in readings where !seats.contains(seat) {
            end(reading)
            readings[seat] = nil
        }
    }

    /// An event of it was dealt with.
    func leave(_ seat: RunSeat) { readings[seat]?.backlog.leave() }

    func end() {
        readings.values.forEach(end)
        readings = [:]
    }

    private func end(_ reading: Reading) {
        for task in reading.tasks { task.cancel() }
    }
}
