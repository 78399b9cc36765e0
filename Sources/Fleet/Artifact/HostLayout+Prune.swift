import Delivery
import Foundation
import Posix
import Values

extension HostLayout {
    /// Removes all but the `count` releases placed or activated last. The current one and `protected` always stay.
    ///
    /// A release disappears from its name at once, then piece by piece. What an interrupted pruning or placing left is
    /// removed when it is a day old. Returns what was removed; throws ``SystemCallError`` or a Cocoa error.
    @discardableResult
    public func prune(keeping count: Int = 5, protecting protected: Set<Digest>) throws -> [Digest] {
        let kept = protected.union([currentRelease()].compactMap { $0 })
        let old = try releasesByUse().dropFirst(max(count, 0)).filter { !kept.contains($0) }
        for copy in old.flatMap({ digest in copies(of: digest).map { copy(of: digest, $0) } }) {
            let grave = releases.appending(path: ".removed-\(UUID().uuidString)")
            try PrivateFile.move(copy.path, to: grave.path)
            try FileManager.default.removeItem(at: grave)
        }
        try removeLeftovers()
        return Array(old)
    }

    /// The releases on this host, the one used last first.
    public func releasesByUse() throws -> [Digest] {
        try entries().compactMap { entry in Digest(entry.url.lastPathComponent).map { (digest: $0, entry.modified) } }
            .sorted { ($0.1, $0.digest.hexadecimal) > ($1.1, $1.digest.hexadecimal) }
            .map(\.digest)
    }

    private func removeLeftovers() throws {
        let yesterday = Date.now.addingTimeInterval(-86_400)
        for entry in try entries() where entry.url.lastPathComponent.hasPrefix(".") && entry.modified < yesterday {
            try FileManager.default.removeItem(at: entry.url)
        }
    }

    private func entries() throws -> [(url: URL, modified: Date)] {
        guard PrivateFile.exists(releases.path) else { return [] }
        let urls = try FileManager.default.contentsOfDirectory(
            at: releases, includingPropertiesForKeys: [.contentModificationDateKey])
        return try urls.map { url in
            let values = try url.resourceValues(forKeys: [.contentModificationDateKey])
            return (url, values.contentModificationDate ?? .distantPast)
        }
    }
}
