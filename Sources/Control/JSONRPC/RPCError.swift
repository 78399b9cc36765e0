/// An answer that says why there is no other (JSON-RPC 2.0, section 5.1).
public struct RPCError: Error, Equatable, Sendable, Codable, CustomStringConvertible {
    /// What kind of trouble it is, for programs.
    public let code: Code
    /// What happened, in a sentence for people.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }

    /// Numbers below -32000 are JSON-RPC's, those from 1 are Slipway's.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable {
        public let rawValue: Int

        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        public init(from decoder: any Decoder) throws {
            rawValue = try decoder.singleValueContainer().decode(Int.self)
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(rawValue)
        }
    }
}

extension RPCError.Code {
    /// The line is not JSON.
    public static let parse = Self(rawValue: -32700)
    /// It is JSON, but not a request.
    public static let invalidRequest = Self(rawValue: -32600)
    /// There is no such method.
    public static let unknownMethod = Self(rawValue: -32601)
    /// The method's parameters are not what it needs.
    public static let invalidParameters = Self(rawValue: -32602)
    /// The executor could not tell, or could not do it; the request may be right.
    public static let internalError = Self(rawValue: -32603)
    /// The command can't be carried out now; the message says why.
    public static let refused = Self(rawValue: 1)
    /// The executor speaks another protocol.
    public static let unsupportedProtocol = Self(rawValue: 2)
    /// This account may not speak to the executor.
    public static let notPermitted = Self(rawValue: 3)
    /// There are too many connections or subscriptions.
    public static let busy = Self(rawValue: 4)
}
