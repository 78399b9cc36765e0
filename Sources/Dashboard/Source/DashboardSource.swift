import Delivery

/// Where pages look up what the live events don't tell. Whoever opens the screen implements it over what is recorded.
public protocol DashboardSource: Sendable {
    /// The last events of a run before the one with this number, samples left out: at most `limit`, in the order in which
    /// they happened.
    func records(of run: RunNumber, before sequence: Int64, limit: Int) async throws -> [EventRecord]

    /// At most `limit` bytes of what a step or an instance has printed by now; `nil` when nothing of it is kept. A piece
    /// has no gap in it, and may be shorter than there is.
    func output(of owner: OutputOwner, in run: RunNumber, _ place: OutputPlace, limit: Int) async throws -> OutputPiece?

    /// How things stand now in all environments and runs.
    func overview() async throws -> StateOverview
}

/// What a page asks for. It is a value, so that asking is pure; the session asks the source, and goes on meanwhile.
public enum PageQuestion: Equatable, Sendable {
    case records(of: RunNumber, before: Int64, limit: Int)
    case output(OutputQuestion)
    case overview
}

/// What a page asks for of an output.
public struct OutputQuestion: Equatable, Sendable {
    public enum Subject: Equatable, Sendable {
        case piece(OutputPlace, limit: Int)
        case line(OutputSearch)
    }

    public let owner: OutputOwner
    public let run: RunNumber
    public let subject: Subject
}

/// What the page that asked is told.
public enum PageAnswer: Equatable, Sendable {
    case records([EventRecord])
    case output(OutputQuestion, OutputReply)
    case overview(OverviewReply)
    /// It can't be told, and why.
    case failed(String)
}

/// What is told of an output.
public enum OutputReply: Equatable, Sendable {
    /// `nil` where nothing of it is kept.
    case piece(OutputPiece?)
    /// Where the line begins that was looked for; `nil` where there is none.
    case line(UInt64?)
    case failed(String)
}

extension DashboardSource {
    func answer(to question: PageQuestion) async -> PageAnswer {
        do {
            switch question {
            case .records(let run, let sequence, let limit):
                return .records(try await records(of: run, before: sequence, limit: limit))
            case .output(let question): return .output(question, try await reply(to: question))
            case .overview: return .overview(.known(try await overview()))
            }
        } catch {
            return question.failed("\(error)")
        }
    }

    private func reply(to question: OutputQuestion) async throws -> OutputReply {
        switch question.subject {
        case .piece(let place, let limit):
            .piece(try await output(of: question.owner, in: question.run, place, limit: limit))
        case .line(let search): .line(try await find(search, in: question.owner, of: question.run))
        }
    }
}

extension PageQuestion {
    /// The answer where it can't be told.
    func failed(_ reason: String) -> PageAnswer {
        switch self {
        case .records: .failed(reason)
        case .output(let question): .output(question, .failed(reason))
        case .overview: .overview(.failed(reason))
        }
    }
}
