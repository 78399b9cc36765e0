import Delivery
import Values

/// Why an artifact could not be made, found or placed.
public enum ArtifactError: Error, Equatable, CustomStringConvertible {
    /// The store has no artifact of this digest.
    case missing(Digest, store: String)
    /// The archive is not what its name says: it was changed or cut short after it was made.
    case tampered(expected: Digest, actual: Digest)
    /// What claims to be an archive is none, or none that Slipway makes (compressed ones are not).
    case notAnArchive(String)
    /// A member of the archive would reach out of the release's directory, or is no file, directory or link.
    case unsafe(member: String, reason: String)
    /// A program's answer could not be understood.
    case unreadable(tool: String, line: String)

    public var description: String {
        switch self {
        case .missing(let digest, let store): "no artifact \(digest.short) in \(store); build it again"
        case .tampered(let expected, let actual):
            "artifact \(expected.short) holds \(actual.short): it was changed after it was made; build it again"
        case .notAnArchive(let path): "\(path) is not an uncompressed tar archive"
        case .unsafe(let member, let reason): "archive refused: member \(member.debugDescription) \(reason)"
        case .unreadable(let tool, let line): "\(tool) said \(line.prefix(200).debugDescription), which makes no sense"
        }
    }
}
