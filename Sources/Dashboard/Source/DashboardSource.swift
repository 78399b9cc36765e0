import Delivery

/// Where pages look up what the live events don't tell. Whoever opens the screen implements it over what is recorded.
public protocol DashboardSource: Sendable {
    /// The last events of a run before the one with this number, samples left out: at most `limit`, in the order in which
    /// they happened.
    func records(of run: RunNumber, before sequence: Int64, limit: Int) async throws -> [EventRecord]
}

/// What a page asks for. It is a value, so that asking is pure; the session asks the source, and goes on meanwhile.
public enum PageQuestion: Equatable, Sendable {
    case records(of: RunNumber, before: Int64, limit: Int)
}

/// What the page that asked is told.
public enum PageAnswer: Equatable, Sendable {
    case records([EventRecord])
    /// It can't be told, and why.
    case failed(String)
}

extension DashboardSource {
    func answer(to question: PageQuestion) async -> PageAnswer {
        do {
            switch question {
            case .records(let run, let sequence, let limit):
                return .records(try await records(of: run, before: sequence, limit: limit))
            }
        } catch {
            return .failed("\(error)")
        }
    }
}
