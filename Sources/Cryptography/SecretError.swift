import Values

/// Why a secret can't be used. What it holds is in none of them.
public enum SecretError: Error, Equatable, Sendable, CustomStringConvertible {
    case noSuchFile(path: String)
    /// A folder, a pipe or a device.
    case notAFile(path: String)
    /// Somebody else than its owner may read or change it.
    case openToOthers(path: String, permissions: Int)
    /// It belongs neither to the account that this process runs as, nor to root.
    case ownedByOther(path: String)
    case unreadable(path: String, reason: String)
    case noSuchVariable(name: String)
    case tooShort(bytes: Int)
    case tooLong
    /// It has characters that a bearer token can't have.
    case notAToken

    /// What is wrong and what would be right, with a semicolon between them.
    public var description: String { "\(message); \(remedy)" }

    /// What is wrong.
    public var message: String {
        switch self {
        case .noSuchFile(let path): "there is no file \(path.quoted)"
        case .notAFile(let path): "\(path.quoted) is not a file"
        case .openToOthers(let path, let permissions):
            "the secret in \(path.quoted) is open to others (mode 0\(String(permissions, radix: 8)))"
        case .ownedByOther(let path): "the secret in \(path.quoted) belongs to another account"
        case .unreadable(let path, let reason): "\(path.quoted) can't be read: \(reason)"
        case .noSuchVariable(let name): "there is no environment variable \(name.quoted)"
        case .tooShort(let bytes): "the secret has \(bytes) bytes"
        case .tooLong: "the secret has more than \(Secret.longest) bytes"
        case .notAToken: "the token has characters that a token can't have"
        }
    }

    /// What would be right.
    public var remedy: String {
        switch self {
        case .noSuchFile, .tooShort:
            "at least \(Secret.shortest) bytes are needed: umask 077; openssl rand -hex 32 > FILE"
        case .notAFile: "name a file that holds the secret and nothing else"
        case .openToOthers: "chmod 600, and make a new secret if others could have read this one"
        case .ownedByOther: "it must belong to the account that slipway runs as, or to root"
        case .unreadable: "the account that slipway runs as must be able to read it"
        case .noSuchVariable: "set it for this process, or name a file"
        case .tooLong: "name a file that holds the secret and nothing else"
        case .notAToken: "only letters, digits and -._~+/= are possible: openssl rand -hex 32"
        }
    }
}
