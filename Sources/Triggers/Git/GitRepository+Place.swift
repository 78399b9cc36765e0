import Foundation

/// Where a folder is, as git sees it.
extension GitRepository {
    /// The folder's path from the root of its work tree, empty or with a slash at its end; `nil` where there is none.
    func prefix() async throws -> String? {
        do {
            let git = try await run(["rev-parse", "--show-prefix"])
            return git.code == 0 ? git.output.trimmingCharacters(in: .newlines) : nil
        } catch GitRemoteError.noGit {
            return nil
        }
    }

    /// Whether an address leads to the folder's own repository, or to where that fetches from.
    func isAt(_ address: String) async throws -> Bool {
        let urls = try await run(["config", "--null", "--get-regexp", #"^remote\..*\.url$"#])
        // Name and value of each stand on two lines.
        let values = urls.output.split(separator: "\0").compactMap { $0.split(separator: "\n", maxSplits: 1).last }
        if values.contains(where: { $0 == address }) { return true }
        let other = URL(filePath: address, relativeTo: URL(filePath: folder, directoryHint: .isDirectory))
        var isDirectory: ObjCBool = false
        let path = other.path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue
        else { return false }
        guard let own = try await commonFolder() else { return false }
        return try await GitRepository(folder: path).commonFolder() == own
    }

    /// Where all work trees of the repository keep what they share.
    private func commonFolder() async throws -> String? {
        let git = try await run(["rev-parse", "--path-format=absolute", "--git-common-dir"])
        guard git.code == 0 else { return nil }
        return URL(filePath: git.output.trimmingCharacters(in: .newlines)).resolvingSymlinksInPath().path
    }
}
