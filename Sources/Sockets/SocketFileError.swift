/// Why a Unix socket can't have its name.
package enum SocketFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A living process listens there.
    case inUse(path: String)
    /// The name is that of something else.
    case notSocket(path: String)

    package var description: String {
        switch self {
        case .inUse(let path): "another program already listens at \(path); end it first, or choose another path"
        case .notSocket(let path): "\(path) is not a socket; remove it, or choose another path"
        }
    }
}
