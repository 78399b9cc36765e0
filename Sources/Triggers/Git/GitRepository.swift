import Delivery
import Foundation
import Subprocess
import Values

/// A folder that git may know something about, only ever read.
struct GitRepository {
    let folder: String
    private static let limit = Duration.seconds(60)

    /// The checked-out commit; `nil` without a repository, and in one that has no commit.
    ///
    /// - Throws: ``GitChangeError`` when git knows and can't tell.
    func head() async throws -> ObjectID? {
        let git: GitCommand.Outcome
        do {
            git = try await run(["rev-parse", "--verify", "HEAD^{commit}"])
        } catch GitRemoteError.noGit {
            return nil
        }
        if git.code == 0 { return ObjectID(git.output.trimmingCharacters(in: .newlines)) }
        if git.words.contains("not a git repository") { return nil }
        let inside = try await run(["rev-parse", "--is-inside-work-tree"])
        guard inside.code == 0 else { throw error(inside) }
        // A branch that has no commit yet.
        let reference = try await run(["rev-parse", "--verify", "--quiet", "HEAD"])
        guard reference.output.isEmpty else { throw error(git) }
        return nil
    }

    /// What people read of a commit, cut to what fits on a screen.
    ///
    /// - Throws: ``GitChangeError``.
    func fields(of commit: ObjectID) async throws -> (title: String, author: String) {
        // NUL separates what may contain anything else; git cuts what has no end.
        let format = "--format=%H%x00%<(100,trunc)%an%x00%<(300,trunc)%s"
        let git = try await run(Self.log + ["--max-count=1", format, commit.hexadecimal, "--"])
        let fields = git.output.trimmingCharacters(in: .newlines).components(separatedBy: "\0")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard git.code == 0, fields.count == 3, fields[0] == commit.hexadecimal else { throw error(git) }
        return (fields[2], fields[1])
    }

    /// Whether files that git knows differ from the commit.
    func hasUncommittedChanges() async throws -> Bool {
        let git = try await run(["diff-index", "--quiet", "HEAD", "--"])
        if git.code == 0 { return false }
        // Only times may differ: then this one tells nothing.
        let status = try await run(["status", "--porcelain", "--untracked-files=no", "--no-renames"], atMost: 1 << 20)
        guard status.code == 0 else { throw error(status) }
        return !status.output.isEmpty
    }

    /// The bytes of a file in a commit; `nil` when it has none there.
    ///
    /// - Parameter path: from the repository's root, or with `./` from the folder.
    func file(_ path: String, in commit: ObjectID) async throws -> String? {
        let object = "\(commit.hexadecimal):\(path)"
        guard try await run(["cat-file", "-e", object]).code == 0 else { return nil }
        let git = try await run(["cat-file", "blob", object], atMost: 2 << 20)
        guard git.code == 0 else { throw error(git) }
        return git.output
    }

    /// Names are as in the commits: a `.mailmap` is a file of the commit, and could name somebody else.
    static let log = ["log", "--no-color", "--no-show-signature", "--no-mailmap", "--encoding=UTF-8"]

    /// - Throws: ``GitChangeError``, also when there is more output than that; `GitRemoteError.noGit`.
    func run(_ arguments: [String], atMost size: Int = 64 << 10) async throws -> GitCommand.Outcome {
        let git = GitCommand(remote: GitAddress(text: folder), folder: folder, limit: Self.limit, outputLimit: size)
        do {
            return try await git.run(["--no-replace-objects"] + arguments)
        } catch GitRemoteError.noGit {
            throw GitRemoteError.noGit
        } catch {
            throw GitChangeError(folder: folder, words: "\(error)")
        }
    }

    private func error(_ git: GitCommand.Outcome) -> GitChangeError {
        GitChangeError(
            folder: folder, words: GitAddress(text: folder).words(git.words.isEmpty ? "no words" : git.words))
    }
}
