import Delivery
import Values

/// Why a sink can't be set up, or can't go on.
public enum SinkError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name can't be one of a file.
    case badName(String)
    /// The address is none that events can be sent to.
    case badAddress(reason: String)
    /// A file of the sink can't be read or written.
    case unusableFile(path: String, reason: String)
    /// The file that says how far the sink has come says nothing.
    case unreadableCursor(path: String)

    public var description: String {
        switch self {
        case .badName(let name):
            """
            a sink can't be called \(name.quoted): write letters, digits, - _ and . (at most 64, the first a letter \
            or digit)
            """
        case .badAddress(let reason): "the address of a sink \(reason)"
        case .unusableFile(let path, let reason):
            "can't use \(path) (\(reason)); check its permissions and the disk, nothing that was recorded is lost"
        case .unreadableCursor(let path):
            "\(path) does not say which events were sent; remove it to begin anew, or restore it from a copy"
        }
    }
}
