import Delivery
import Foundation
import Subprocess
import SystemCalls

/// The change that a workspace holds, as git tells it.
public enum GitChange {
    /// The checked-out commit, or just the folder's name where git knows nothing about it.
    public static func read(in folder: URL) async -> Change {
        let unknown = Change(title: folder.lastPathComponent)
        // NUL separates what may contain anything else.
        guard (try? Descriptors.verifyRoom()) != nil else { return unknown }
        let result = try? await Subprocess.run(
            .name("git"), arguments: ["-C", folder.path, "log", "-1", "--format=%H%x00%an%x00%s"],
            output: .string(limit: 4096), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return unknown }
        let fields = result.standardOutput.trimmingCharacters(in: .newlines).components(separatedBy: "\0")
        guard fields.count == 3 else { return unknown }
        return Change(commit: fields[0], title: fields[2], author: fields[1])
    }
}
