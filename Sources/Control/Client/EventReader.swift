import Delivery

/// Reads the events of one subscription, on a connection of its own.
actor EventReader {
    /// `nil` while it is read from.
    private var connection: ClientConnection?
    private let subscription: Int

    private init(_ connection: ClientConnection, subscription: Int) {
        self.connection = connection
        self.subscription = subscription
    }

    static func open(to path: String, _ wanted: SubscribeParameters) async throws(ControlError) -> EventReader {
        var connection = try await ClientConnection.open(to: path)
        let result = try await connection.ask(Method.subscribe, wanted, for: SubscribeResult.self)
        return EventReader(connection, subscription: result.subscription)
    }

    /// The next event; `nil` when there are no more. One caller at a time.
    func next() async throws(ControlError) -> EventRecord? {
        guard var reading = connection.take() else { return nil }
        defer { connection = reading }
        return try await reading.event(of: subscription)
    }
}
