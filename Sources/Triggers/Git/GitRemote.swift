import Values

/// A branch of a repository elsewhere, asked with git.
public struct GitRemote: Hashable, Sendable, CustomStringConvertible {
    /// `nil` for the repository's default branch.
    public let branch: String?
    let address: GitAddress
    /// What a relative address is relative to.
    let folder: String

    /// - Parameters:
    ///   - address: a URL, `user@host:path` or a path. Transports that run commands, such as `ext::`, are refused.
    ///   - branch: `nil` for the repository's default branch.
    ///   - folder: what a path is relative to: the pipeline file's folder.
    public init(address: String, branch: String?, folder: String) {
        self.address = GitAddress(text: address)
        self.branch = branch
        self.folder = folder
    }

    /// Its address, in quotes and without a password.
    public var description: String { "\(address)" }

    /// The commit that the branch is at.
    ///
    /// - Parameter limit: how long git may take.
    /// - Throws: `GitRemoteError`.
    public func head(within limit: Duration = .seconds(30)) async throws(GitRemoteError) -> ObjectID {
        try checkBranch()
        let reference = branch.map { "refs/heads/\($0)" } ?? "HEAD"
        let git = GitCommand(remote: address, folder: folder, limit: limit)
        let outcome = try await git.run(["ls-remote", "--exit-code", "--", address.text, reference])
        // git-ls-remote(1): with --exit-code, 2 says that nothing matches.
        if outcome.code == 2 { throw .noBranch(branch, remote: "\(address)") }
        guard outcome.code == 0 else { throw .refused(remote: "\(address)", words: address.words(outcome.words)) }
        return try Self.commit(of: reference, in: outcome.output, remote: address, branch: branch)
    }

    /// Puts exactly this commit of the repository into a new folder, without a branch.
    ///
    /// - Parameters:
    ///   - workspace: a path where nothing is yet, or an empty folder.
    ///   - limit: how long git may take for each of its two steps.
    /// - Throws: `GitRemoteError`, also when the commit is not there any more; what was fetched stays.
    public func checkOut(
        _ commit: ObjectID, into workspace: String, within limit: Duration = .seconds(600)
    ) async throws(GitRemoteError) {
        try checkBranch()
        let clone = GitCommand(remote: address, folder: folder, limit: limit)
        let chosen = branch.map { ["--branch", $0] } ?? []
        // No files yet: those of the branch's newest commit are not the ones that are wanted.
        try await carryOut(
            ["clone", "--quiet", "--no-hardlinks", "--no-checkout"] + chosen + ["--", address.text, workspace], clone)
        let checkout = GitCommand(remote: address, folder: workspace, limit: limit)
        try await carryOut(["checkout", "--quiet", "--detach", commit.hexadecimal, "--"], checkout)
    }

    private func carryOut(_ arguments: [String], _ git: GitCommand) async throws(GitRemoteError) {
        let outcome = try await git.run(arguments)
        guard outcome.code == 0 else { throw .refused(remote: "\(address)", words: address.words(outcome.words)) }
    }

    private func checkBranch() throws(GitRemoteError) {
        if let branch, !BranchName.isPossible(branch) { throw .impossibleBranch(branch) }
    }

    /// Other references may end in the same words: only the one that was asked for counts.
    private static func commit(
        of reference: String, in output: String, remote: GitAddress, branch: String?
    ) throws(GitRemoteError) -> ObjectID {
        let lines = output.split(separator: "\n").map { $0.split(separator: "\t", maxSplits: 1) }
        guard let line = lines.first(where: { $0.count == 2 && $0[1] == reference }) else {
            throw .noBranch(branch, remote: "\(remote)")
        }
        guard let commit = ObjectID(line[0]) else { throw .unreadable(remote: "\(remote)") }
        return commit
    }
}
