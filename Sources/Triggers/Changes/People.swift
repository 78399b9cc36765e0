import Delivery
import Foundation
import PipelineFile
import StrictYAML
import Values

/// Whose e-mail addresses are whose: written by whoever runs the server, and never read from a commit.
public struct People: Equatable, Sendable {
    /// Accounts by address, in lower case. An address may belong to several people who share it.
    private(set) var accounts: [String: [String]]
    /// Where it is written, for those who miss somebody.
    public let register: String

    public init(_ emails: [String: [String]] = [:], register: String) {
        accounts = emails.sorted { $0.key < $1.key }.reduce(into: [:]) { accounts, entry in
            for email in Set(entry.value) { accounts[email.lowercased(), default: []].append(entry.key) }
        }
        self.register = register
    }

    /// Whether nobody is known.
    public var isEmpty: Bool { accounts.isEmpty }

    /// An author as they are recorded: what a terminal would act on can't be of anybody who is known.
    func author(_ email: String) -> Authorship.Author {
        let isPossible =
            !email.isEmpty && email.utf8.count <= Self.longestEmail
            && !email.unicodeScalars.contains(where: \.isInvisible)
        guard isPossible else {
            let shown = email.unicodeScalars.prefix(100).map { $0.isInvisible ? "\u{FFFD}" : $0 }
            return Authorship.Author(
                email: email.isEmpty ? "(no address)" : String(String.UnicodeScalarView(shown)), accounts: [])
        }
        return Authorship.Author(email: email.lowercased(), accounts: accounts[email.lowercased()] ?? [])
    }

    /// As RFC 5321 bounds it.
    static let longestEmail = 254
}

extension People {
    /// The file of whoever runs pipelines without a server: `$XDG_CONFIG_HOME/slipway/people.yml`, usually
    /// `~/.config/slipway/people.yml`.
    public static func standardPath(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        let chosen = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.config" : nil }
        return "\(chosen ?? home ?? "/etc")/slipway/people.yml"
    }

    /// Reads the file at `path`; nobody is known when there is none.
    ///
    /// - Throws: `YAMLFileError` with everything that is wrong with it, also when others can change it.
    public static func load(_ path: String) throws(YAMLFileError) -> People {
        var status = stat()
        guard stat(path, &status) == 0 || errno != ENOENT && errno != ENOTDIR else { return People(register: path) }
        guard [geteuid(), 0].contains(status.st_uid), status.st_mode & 0o022 == 0 else {
            throw .unreadable(file: path, reason: "others can change it, and could say that an author is somebody else")
        }
        let emails = try CheckedFile.load(path, kind: .people) { root, log in
            PeopleReader(log: log).emails(root)
        }
        return People(emails, register: path)
    }
}

extension YAMLFileKind {
    fileprivate static let people = YAMLFileKind(
        name: "a list of people", beginning: "write an account and its addresses: ana: [ana@shop.example]")
}

/// Reads whose addresses are whose, in a file of its own or in a server's configuration.
package struct PeopleReader {
    let log: ProblemLog

    package init(log: ProblemLog) {
        self.log = log
    }

    /// By account.
    package func emails(_ field: Field) -> [String: [String]] {
        guard field.isMapping else {
            log.add(
                at: field, "expected a mapping, found \(field.found)",
                expectation: "write each account's addresses below its name: ana: [ana@shop.example]")
            return [:]
        }
        var emails: [String: [String]] = [:]
        for entry in field.entries {
            guard let name = entry.name, AccountName.isPossible(name) else {
                log.add(at: entry.position, "an account's name that is none", expectation: AccountName.rule)
                continue
            }
            emails[name] = addresses(entry.field)
        }
        return emails
    }

    private func addresses(_ field: Field) -> [String] {
        (log.elements(of: field) ?? []).compactMap { element in
            var email: String?
            log.read(element, into: &email, as: .email)
            return email
        }
    }
}

extension ValueForm where Value == String {
    fileprivate static var email: Self {
        Self("an e-mail address", advice: "write it as git has it, such as ana@shop.example") { text in
            let isPossible =
                !text.isEmpty && text.utf8.count <= People.longestEmail
                && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E || $0 > 0x7F }
            return isPossible ? text : nil
        }
    }
}

/// What is said early about gates that nobody will be able to pass.
public enum PeopleAdvice {
    public static func nobodyIsKnown(in people: People) -> String {
        "a gate says 'not: author', and nobody can pass it: whose e-mail addresses are whose is written in "
            + "\(people.register), where nobody is yet"
    }

    /// Who starts a run may not approve it where authors may not.
    public static func forOneRun(_ people: People) -> String {
        people.isEmpty
            ? nobodyIsKnown(in: people)
            : "a gate says 'not: author': it can't be passed by you, who start this run, only by another account"
    }
}

extension Pipeline {
    /// Whether some gate may not be passed by an author.
    public var refusesAuthors: Bool { stages.contains { $0.gate?.notAuthor == true } }
}
