import Delivery
import Foundation
import Values

/// Everybody whom git names in the commits between what is in service and a new commit.
struct GitAuthors {
    let repository: GitRepository
    let head: ObjectID
    let people: People

    /// More than anybody looks through before they approve.
    static let limit = 1000
    private static let authorLimit = 500

    func since(_ base: ServiceBase) async -> Authorship {
        var authorship = Authorship(authors: [], register: people.register)
        do throws(Gap) {
            switch base {
            case .unknown:
                throw Gap(
                    "nobody recorded from which commit it was built what is in service; release once without "
                        + "'not: author'")
            case .nothing:
                authorship.authors = try await authors(of: [head.hexadecimal])
            case .commit(let text, let run):
                authorship.since = text
                authorship.sinceRun = run
                authorship.authors = try await authors(since: text)
            }
        } catch {
            authorship.gap = error.words
        }
        return authorship
    }

    private func authors(since text: String) async throws(Gap) -> [Authorship.Author] {
        guard let base = ObjectID(text), try await git(["cat-file", "-e", "\(base)^{commit}"]).code == 0 else {
            throw Gap(
                "the commit in service, \(text.prefix(12)), is not in the repository any more; release once "
                    + "without 'not: author'")
        }
        // What goes away is a change as well: both sides of a history that was rewritten, or goes back, count.
        return try await authors(of: ["\(base)...\(head)"])
    }

    /// The checked-out commit's own always count: the same commit may be released again.
    private func authors(of range: [String]) async throws(Gap) -> [Authorship.Author] {
        let shallow = try await git(["rev-parse", "--is-shallow-repository"])
        guard shallow.output.trimmingCharacters(in: .newlines) == "false" else {
            throw Gap("the repository holds a part of its history only; fetch all of it")
        }
        let emails = try await emails(range).union(try await emails(["--no-walk", head.hexadecimal]))
        let authors = Set(emails.map(people.author))
        guard authors.count <= Self.authorLimit else {
            throw Gap("the change has more than \(Self.authorLimit) authors")
        }
        return authors.sorted { $0.email < $1.email }
    }

    private func emails(_ range: [String]) async throws(Gap) -> Set<String> {
        // The whole text: git knows only the last block of trailers, and people write the line anywhere.
        let format = "--format=%H%x00%ae%x00%ce%x00%B"
        let git = try await git(
            GitRepository.log + ["-z", "--max-count=\(Self.limit + 1)", format] + range + ["--"], atMost: 8 << 20)
        guard git.code == 0 else { throw Gap(GitAddress(text: repository.folder).words(git.words)) }
        // Each record has four fields; -z ends it with one more separator than those between them.
        var fields = git.output.components(separatedBy: "\0")
        if fields.last?.isEmpty == true, fields.count % 4 == 1 { fields.removeLast() }
        guard fields.count % 4 == 0 else { throw Gap("git's list of commits can't be understood") }
        guard fields.count <= 4 * Self.limit else {
            throw Gap(
                "there are more than \(Self.limit) commits since what is in service; release once without "
                    + "'not: author'")
        }
        var emails: Set<String> = []
        for index in stride(from: 0, to: fields.count, by: 4) {
            emails.formUnion([fields[index + 1], fields[index + 2]])
            emails.formUnion(Self.coauthors(fields[index + 3]))
        }
        return emails
    }

    /// Whoever a line `Co-authored-by: NAME <ADDRESS>` names, wherever it stands: the address between the last angle
    /// brackets; without any the whole text, which is nobody's.
    private static func coauthors(_ message: String) -> [String] {
        message.split(whereSeparator: \.isNewline).compactMap { line in
            guard let match = line.firstMatch(of: #/^\s*co-authored-by\s*:(.*)$/#.ignoresCase()) else { return nil }
            let text = match.output.1.trimmingCharacters(in: .whitespacesAndNewlines)
            guard text.last == ">", let start = text.lastIndex(of: "<") else { return text }
            return String(text[text.index(after: start)...].dropLast())
        }
    }

    private func git(_ arguments: [String], atMost size: Int = 64 << 10) async throws(Gap) -> GitCommand.Outcome {
        do {
            return try await repository.run(arguments, atMost: size)
        } catch {
            throw Gap("\(error)")
        }
    }

    /// Why they are not all known.
    private struct Gap: Error {
        let words: String

        init(_ words: String) {
            self.words = words
        }
    }
}
