import Values

/// The change that a run is for.
public struct Change: Equatable, Sendable, Codable {
    /// The commit's full name, if the source is a git repository.
    public var commit: String?
    public var title: String
    public var author: String?
    /// Who had a part in what goes to each environment; `nil` where git knows nothing of it, and in records from before
    /// it was kept.
    public var authorship: [EnvironmentName: Authorship]?
    /// The commits since what was in service in each environment when the run began; `nil` where nobody can tell.
    public var commits: [EnvironmentName: CommitList]?
    /// Whether something was built that is not in the commit, or by another pipeline file than the commit's.
    public var isDirty: Bool?

    private enum CodingKeys: String, CodingKey { case commit, title, author, authorship, commits, isDirty }

    public init(
        commit: String? = nil, title: String, author: String? = nil,
        authorship: [EnvironmentName: Authorship]? = nil, commits: [EnvironmentName: CommitList]? = nil,
        isDirty: Bool? = nil
    ) {
        self.commit = commit
        self.title = title
        self.author = author
        self.authorship = authorship
        self.commits = commits
        self.isDirty = isDirty
    }
}

/// What a change brings beyond what is in service: `git log --oneline` between the two, the newest first.
public struct CommitList: Equatable, Sendable, Codable {
    public struct Commit: Equatable, Sendable, Codable {
        /// Its full name.
        public var commit: String
        public var title: String
        public var author: String

        private enum CodingKeys: String, CodingKey { case commit, title, author }

        public init(commit: String, title: String, author: String) {
            self.commit = commit
            self.title = title
            self.author = author
        }
    }

    /// The commit in service.
    public var since: String
    /// How many there are.
    public var count: Int
    /// How many that are in service are not in the change: its history goes back, or was rewritten.
    public var removed: Int
    /// The newest of them, at most ``limit``.
    public var newest: [Commit]

    /// More than anybody reads before they approve.
    public static let limit = 50

    private enum CodingKeys: String, CodingKey { case since, count, removed, newest }

    public init(since: String, count: Int, removed: Int = 0, newest: [Commit]) {
        self.since = since
        self.count = count
        self.removed = removed
        self.newest = newest
    }
}

extension CommitList {
    /// The newest few, a line each, below how many there are.
    ///
    /// - Parameter most: how many commits are told.
    public func lines(most: Int) -> [String] {
        let lost = removed > 0 ? ["takes away \(removed) that \(removed == 1 ? "is" : "are") in service"] : []
        let told = newest.prefix(most).map { "\($0.commit.prefix(7)) \($0.title) (\($0.author))" }
        let rest = count - told.count
        return ["\(count) since \(since.prefix(7)), which is in service"] + lost + told
            + (rest > 0 ? ["… and \(rest) more"] : [])
    }
}
