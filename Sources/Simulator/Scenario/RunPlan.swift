import Delivery
import Values

/// One run of a scenario: when it is started, for what change, and how its version behaves.
public struct RunPlan: Sendable {
    /// How people answer when a stage asks for approval.
    public enum Answer: Sendable, Equatable {
        case approve, reject
        /// Nobody answers until the question has stood for long.
        case late
        /// Nobody answers while a newer run is under way, unless the question has stood for very long.
        case ifNewest
    }

    public var number: RunNumber
    /// Since the start of the rollout.
    public var startsAfter: Duration
    public var change: Change
    /// Who starts it.
    public var starter = Actor(name: "zoe")
    /// How its version behaves, once it runs.
    public var candidates: [EnvironmentName: VersionBehaviour]
    /// How many attempts at each of its commands fail.
    public var failingAttempts = 0
    public var answer = Answer.approve
    /// Whether somebody goes back by it, where there is something to go back to; otherwise it is a run like any other.
    public var goesBack = false

    public init(
        number: RunNumber = RunNumber(2), startsAfter: Duration = .zero, change: Change,
        candidates: [EnvironmentName: VersionBehaviour]
    ) {
        self.number = number
        self.startsAfter = startsAfter
        self.change = change
        self.candidates = candidates
    }

    /// What its build makes.
    var artifact: Artifact? {
        let digits = Array("0123456789abcdef")
        return Digest(String(repeating: digits[(number.value + 9) % digits.count], count: 64)).map {
            Artifact(digest: $0, version: "1.\(40 + number.value).0", size: ByteCount(bytes: 1 << 20))
        }
    }
}

extension Change {
    /// One whose author has the account of the same name.
    static func written(by author: String?, commit: String? = nil, title: String) -> Change {
        let authors = [author].compactMap { $0 }.map {
            Authorship.Author(email: "\($0)@shop.example", accounts: [$0])
        }
        let authorship = Authorship(authors: authors, register: "people.yml")
        return Change(
            commit: commit, title: title, author: author,
            authorship: ["production": authorship, "staging": authorship])
    }
}
