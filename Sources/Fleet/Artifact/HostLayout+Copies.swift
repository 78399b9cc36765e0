import Delivery
import Foundation
import Values

/// Copies of one release: `DIGEST`, and where that was changed after it was unpacked `DIGEST.2`, `DIGEST.3`, …
///
/// An older copy stays where it is: a version that still runs from it keeps what it has written there.
extension HostLayout {
    /// The copy that was unpacked last; `nil` when there is none.
    public func newestCopy(of digest: Digest) -> URL? {
        copies(of: digest).last.map { copy(of: digest, $0) }
    }

    /// The numbers of the copies, in their order.
    func copies(of digest: Digest) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: releases.path)) ?? []
        return names.compactMap { name in
            if name == digest.hexadecimal { return 1 }
            guard name.hasPrefix("\(digest.hexadecimal).") else { return nil }
            return Int(name.dropFirst(digest.hexadecimal.utf8.count + 1)).flatMap { $0 > 1 ? $0 : nil }
        }.sorted()
    }

    func copy(of digest: Digest, _ number: Int) -> URL {
        number == 1
            ? release(digest) : releases.appending(path: "\(digest).\(number)", directoryHint: .isDirectory)
    }

    /// The release that a copy is one of, by its name.
    static func digest(ofCopy name: String) -> Digest? { Digest(String(name.prefix { $0 != "." })) }
}
