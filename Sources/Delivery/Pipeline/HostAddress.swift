import Values

/// A machine that instances run on.
public enum HostAddress: Hashable, Sendable {
    /// The machine that the executor runs on.
    case local
    /// A machine that is reached over SSH.
    case ssh(SSHAddress)

    /// Reads `local` or `ssh://USER@HOST:PORT`; `nil` for anything else.
    public init?(_ text: String) {
        if text == "local" {
            self = .local
        } else if text.hasPrefix(Self.scheme), let address = SSHAddress(String(text.dropFirst(Self.scheme.count))) {
            self = .ssh(address)
        } else {
            return nil
        }
    }

    /// As the pipeline file writes it.
    public var written: String {
        switch self {
        case .local: "local"
        case .ssh(let address): "\(Self.scheme)\(address)"
        }
    }

    /// The machine alone, for names that people read: `local`, `web-1`, `web-2:2222`.
    public var shortName: String {
        switch self {
        case .local: "local"
        case .ssh(let address): address.machine
        }
    }

    /// Whether both are the same machine, as far as their text tells.
    func isSameMachine(as other: HostAddress) -> Bool {
        switch (self, other) {
        case (.local, .local): true
        case (.ssh(let one), .ssh(let two)): one.isSameMachine(as: two)
        default: false
        }
    }

    private static let scheme = "ssh://"
}

extension HostAddress: CustomStringConvertible {
    public var description: String { written }
}

/// A text, so that journals from before there were other hosts than `local` still read.
extension HostAddress: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let address = HostAddress(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text.quoted) is no host")
        }
        self = address
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(written)
    }
}
