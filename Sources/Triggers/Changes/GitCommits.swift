import Delivery
import Foundation
import Values

/// The commits between what is in service and a new commit, for people to read.
struct GitCommits {
    let repository: GitRepository
    let head: ObjectID

    /// `nil` where nothing is in service, or nobody can tell what lies between.
    func since(_ base: ServiceBase) async throws -> CommitList? {
        guard case .commit(let text, _) = base, let base = ObjectID(text) else { return nil }
        let shallow = try await repository.run(["rev-parse", "--is-shallow-repository"])
        guard shallow.output.trimmingCharacters(in: .newlines) == "false" else { return nil }
        let sides = try await repository.run(["rev-list", "--count", "--left-right", "\(base)...\(head)", "--"])
        let counts = sides.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard sides.code == 0, counts.count == 2, let newest = try await newest(since: base) else { return nil }
        return CommitList(since: base.hexadecimal, count: counts[1], removed: counts[0], newest: newest)
    }

    private func newest(since base: ObjectID) async throws -> [CommitList.Commit]? {
        let format = "--format=%H%x00%<(60,trunc)%an%x00%<(120,trunc)%s"
        let git = try await repository.run(
            GitRepository.log + ["-z", "--max-count=\(CommitList.limit)", format, "\(base)..\(head)", "--"])
        guard git.code == 0 else { return nil }
        let fields = git.output.components(separatedBy: "\0").map { $0.trimmingCharacters(in: .whitespaces) }
        return stride(from: 0, to: fields.count - 2, by: 3).map { index in
            CommitList.Commit(commit: fields[index], title: fields[index + 2], author: fields[index + 1])
        }
    }
}
