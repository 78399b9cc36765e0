import Dashboard
import Delivery
import Fleet
import Journal
import StateDirectory

/// What pages look up, as the journal has it and as it was printed: it is in the state directory whoever carries the run
/// out.
struct RecordedSource: DashboardSource {
    private let reader: JournalReader
    private let desk: OutputDesk
    private let standing: StandingDesk

    init(reader: JournalReader, state: StateDirectory) {
        self.reader = reader
        desk = OutputDesk(state: state)
        standing = StandingDesk(reader: reader, state: state)
    }

    func records(of run: RunNumber, before sequence: Int64, limit: Int) async throws -> [EventRecord] {
        try await reader.latestEventsWithoutSamples(run: run, before: sequence, limit: limit)
    }

    func overview() async throws -> StateOverview { try await standing.overview() }

    func output(
        of owner: OutputOwner, in run: RunNumber, _ place: OutputPlace, limit: Int
    ) async throws -> OutputPiece? {
        let command = try await desk.command(of: owner, in: run)
        return try await command.excerpt(OutputPart(place), limit: limit).map { excerpt in
            OutputPiece(
                offset: excerpt.chunk.offset, bytes: excerpt.chunk.bytes, whole: excerpt.end,
                isRunning: excerpt.isRunning)
        }
    }
}

extension OutputPart {
    fileprivate init(_ place: OutputPlace) {
        self =
            switch place {
            case .end: .end
            case .from(let offset): .from(offset)
            case .before(let offset): .before(offset)
            }
    }
}
