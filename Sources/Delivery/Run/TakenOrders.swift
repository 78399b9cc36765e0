import Values

/// The ids of the last orders that were carried out, so that asking again changes nothing.
struct TakenOrders: Equatable, Sendable, Codable {
    /// Far more than anybody asks about again.
    private static let limit = 256
    /// Oldest first.
    private var ids: [OrderID] = []

    func contains(_ id: OrderID) -> Bool { ids.contains(id) }

    mutating func insert(_ id: OrderID) {
        ids.append(id)
        if ids.count > Self.limit { ids.removeFirst() }
    }
}
