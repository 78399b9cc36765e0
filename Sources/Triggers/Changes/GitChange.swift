import Delivery
import Executor
import Foundation
import Journal
import Values

/// The change that a workspace holds, as git tells it.
public enum GitChange {
    /// The checked-out commit with everybody who had a part in what it changes, and the commits that it brings; just the folder's name where there is no
    /// git repository.
    ///
    /// - Parameters:
    ///   - bases: what is in service in each environment that the change goes to.
    ///   - isCheckout: whether the folder must hold a commit.
    /// - Throws: ``GitChangeError`` when git can't read the commit: nobody would know what is released.
    public static func read(
        in folder: URL, since bases: [EnvironmentName: ServiceBase], people: People, isCheckout: Bool
    ) async throws -> Change {
        let repository = GitRepository(folder: folder.path(percentEncoded: false))
        guard let head = try await repository.head() else {
            if isCheckout { throw GitChangeError(folder: repository.folder, words: "it holds no commit") }
            return Change(title: folder.lastPathComponent)
        }
        let fields = try await repository.fields(of: head)
        var change = Change(commit: head.hexadecimal, title: fields.title, author: fields.author)
        let history = GitAuthors(repository: repository, head: head, people: people)
        var authorship: [EnvironmentName: Authorship] = [:]
        var commits: [EnvironmentName: CommitList] = [:]
        for (environment, base) in bases {
            authorship[environment] = await history.since(base)
            commits[environment] = try await GitCommits(repository: repository, head: head).since(base)
        }
        change.authorship = authorship
        if !commits.isEmpty { change.commits = commits }
        if !isCheckout, try await repository.hasUncommittedChanges() { change.markDirty() }
        return change
    }
}

extension Change {
    /// What is built is not what the commit says; it stands in the record, and where the title is shown.
    public mutating func markDirty() {
        guard isDirty != true else { return }
        isDirty = true
        title += " (dirty)"
    }
}

/// What is in service in an environment, as far as a change to it begins there.
public enum ServiceBase: Equatable, Sendable {
    case nothing
    case commit(String, of: RunNumber? = nil)
    /// Something is, and nobody recorded from which commit it was built.
    case unknown
}

extension ServiceBase {
    /// What is in service in each environment of a pipeline.
    public static func current(
        for pipeline: Pipeline, recorder: Recorder
    ) async -> [EnvironmentName: ServiceBase] {
        let ledger = await recorder.ledger
        var bases: [EnvironmentName: ServiceBase] = [:]
        for name in pipeline.environments.keys {
            guard let deployment = ledger.stable(in: name) else {
                bases[name] = .nothing
                continue
            }
            // Deployments did not always say from which commit they were built; their runs did.
            let recorded = try? await recorder.journal.reader.state(of: deployment.run)?.change?.commit
            bases[name] = (deployment.commit ?? recorded ?? nil).map { .commit($0, of: deployment.run) } ?? .unknown
        }
        return bases
    }
}

/// Why the commit of a workspace can't be read.
public struct GitChangeError: Error, Equatable, Sendable, CustomStringConvertible {
    let folder: String
    let words: String

    public var description: String {
        "git can't tell which commit \(folder) holds (\(words)), so nobody would know what is released"
    }
}
