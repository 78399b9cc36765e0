/// Where something listens: an address and a TCP port.
public struct Endpoint: Hashable, Sendable, Codable, CustomStringConvertible {
    public let address: String
    public let port: Int

    private enum CodingKeys: String, CodingKey { case address, port }

    public init(address: String, port: Int) {
        self.address = address
        self.port = port
    }

    /// `ADDRESS:PORT`; `nil` when the port is missing or not within `1...65535`.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port), colon > text.startIndex
        else { return nil }
        self.init(address: String(text[..<colon]), port: port)
    }

    public var description: String { "\(address):\(port)" }
}
