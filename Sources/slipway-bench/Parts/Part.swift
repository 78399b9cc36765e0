/// What can be measured, one by one.
enum Part: String, CaseIterable, Codable {
    case journal, open, rollback, steps, resume, watchers, printing

    var summary: String {
        switch self {
        case .journal: "durable events, beside a bare write and fdatasync of the same bytes"
        case .open: "opening a journal of 1,000,000 events, beside one of 1,000; status after 10,000 runs"
        case .rollback: "from the key to no traffic, beside a bare command to HAProxy and one fdatasync"
        case .steps: "1,000 steps that do nothing, beside make with as many targets"
        case .resume: "a new executor after SIGKILL, beside a fresh start, each up to its first command"
        case .printing: "orders while a command prints without end and is followed, beside none printing"
        case .watchers: "orders while 50 processes watch and one of them is stopped, beside all 50 reading"
        }
    }

    func measure(in workshop: Workshop) async throws -> [Measurement] {
        switch self {
        case .journal: try await JournalPart.measure(in: workshop)
        case .open: try await OpenPart.measure(in: workshop)
        case .rollback: try await RollbackPart.measure(in: workshop)
        case .steps: try await StepsPart.measure(in: workshop)
        case .resume: try await ResumePart.measure(in: workshop)
        case .watchers: try await WatchersPart.measure(in: workshop)
        case .printing: try await PrintingPart.measure(in: workshop)
        }
    }
}
