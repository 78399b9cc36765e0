import Foundation
import Subprocess

/// What a run should have taken with it.
enum Leftovers {
    /// Living processes whose arguments or environment name the folder.
    static func processes(of folder: URL) async throws -> [String] {
        let listing = try await Subprocess.run(
            .name("ps"), arguments: ["axeww", "-o", "pid=,stat=,command="], output: .string(limit: 32 << 20),
            error: .discarded)
        return listing.standardOutput.split(separator: "\n").map(String.init).filter { line in
            let fields = line.split(separator: " ", maxSplits: 2)
            // A zombie has ended; that nobody asked how is not its own doing.
            return fields.count == 3 && !fields[1].hasPrefix("Z") && line.contains(folder.path)
                && !fields[2].hasPrefix("ps ")
        }
    }

    /// Sockets under the folder.
    static func sockets(in folder: URL) throws -> [String] {
        let keys: [URLResourceKey] = [.fileResourceTypeKey]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: keys)
        return (files?.allObjects as? [URL] ?? []).filter { file in
            (try? file.resourceValues(forKeys: Set(keys)))?.fileResourceType == .socket
        }.map(\.path)
    }
}
