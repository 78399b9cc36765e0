/// The parameters of a method, by name.
protocol Parameters: Codable, Sendable {
    /// Every name that there is.
    static var names: Set<String> { get }
}

/// Parameters without one that the method does not have: a misspelt one would silently not count.
struct OnlyKnown<Values: Parameters>: Decodable {
    let values: Values

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: MemberName.self).allKeys.map(\.stringValue)
        if let unknown = names.filter({ !Values.names.contains($0) }).min() {
            let known = Values.names.sorted().joined(separator: ", ")
            throw RPCError(
                .invalidParameters,
                "there is no parameter '\(unknown.prefix(64))'; "
                    + (known.isEmpty ? "the method has none" : "the method has \(known)"))
        }
        values = try Values(from: decoder)
    }
}
