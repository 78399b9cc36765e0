/// What a client calls its request, to know the answer by: a string or a whole number.
enum RequestID: Hashable, Sendable, Codable {
    case number(Int64)
    case text(String)

    /// It is repeated in the answer, so it can't be any length.
    static let longestText = 256

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self), text.utf8.count <= Self.longestText {
            self = .text(text)
        } else {
            throw RPCError(
                .invalidRequest, "id: expected a whole number, or a string of at most \(Self.longestText) bytes")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
