import Values

/// Who had a part in what a release would change: everybody whom git names in the commits since what is in service.
///
/// Names and e-mail addresses in a commit are free text, so this proves nothing; it is looked up once, when the run
/// starts, and stands in the record from then on.
public struct Authorship: Equatable, Sendable, Codable {
    /// An e-mail address of an author, a committer or a co-author.
    public struct Author: Hashable, Sendable, Codable {
        /// In lower case.
        public var email: String
        /// The accounts of whoever it belongs to; empty when nobody said.
        public var accounts: [String]

        private enum CodingKeys: String, CodingKey { case email, accounts }

        public init(email: String, accounts: [String]) {
            self.email = email
            self.accounts = accounts
        }
    }

    /// The commit in service, after which the change begins; `nil` when nothing is.
    public var since: String?
    /// The run that put it into service; `nil` when nothing is, and in records from before it was kept.
    public var sinceRun: RunNumber?
    /// Each address once, sorted.
    public var authors: [Author]
    /// Why they are not all known, in a few words; `nil` when they are.
    public var gap: String?
    /// Where it is written whose addresses they are.
    public var register: String

    private enum CodingKeys: String, CodingKey { case since, sinceRun, authors, gap, register }

    public init(
        since: String? = nil, sinceRun: RunNumber? = nil, authors: [Author], gap: String? = nil, register: String
    ) {
        self.since = since
        self.sinceRun = sinceRun
        self.authors = authors
        self.gap = gap
        self.register = register
    }

    /// Why nobody can tell, or why it is told, that `actor` has no part in it; `nil` when they have none.
    func objection(to actor: Actor) -> Refusal? {
        if let own = authors.first(where: { $0.accounts.contains(actor.name) }) {
            return Refusal("\(actor.name) wrote a part of this change (\(own.email)); someone else must approve it")
        }
        if let gap {
            return Refusal("nobody can tell whether \(actor.name) wrote a part of this change: \(gap)")
        }
        guard !authors.isEmpty else {
            return Refusal("nobody can tell whether \(actor.name) wrote a part of this change: it has no author")
        }
        guard let unknown = authors.first(where: \.accounts.isEmpty) else { return nil }
        return Refusal(
            "nobody can tell whether \(actor.name) wrote a part of this change: whose \(unknown.email.quoted) is, isn't "
                + "written down; add the account and the address to \(register), then start a new run")
    }
}
