/// The ids of the last orders that were carried out, so that asking again changes nothing.
struct TakenCommands: Equatable, Sendable, Codable {
    /// Far more than anybody asks about again.
    private static let limit = 256
    /// Oldest first.
    private var ids: [CommandID] = []

    func contains(_ id: CommandID) -> Bool { ids.contains(id) }

    mutating func insert(_ id: CommandID) {
        ids.append(id)
        if ids.count > Self.limit { ids.removeFirst() }
    }
}
