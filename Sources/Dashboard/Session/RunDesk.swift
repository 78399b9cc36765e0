import Delivery

/// What brings other runs to the screen, and starts releases. Whoever opens the screen implements it.
public protocol RunDesk: Sendable {
    /// Another run, to be shown in place of the one on the screen.
    func open(_ run: RunNumber) async throws -> OpenRun

    /// Has a version released that was built before, as a run of its own.
    func release(_ order: VersionOrder) async throws -> OpenRun
}

/// A run as it comes to the screen.
public struct OpenRun: Sendable {
    public let model: DashboardModel
    /// The events after those that the model has.
    public let records: AsyncStream<EventRecord>
    /// Whether somebody carries it out.
    public let contacts: AsyncStream<RunContact>
    /// Whether it goes on only as long as this program does.
    public let isOwn: Bool

    public init(
        _ model: DashboardModel, records: AsyncStream<EventRecord> = .init { $0.finish() },
        contacts: AsyncStream<RunContact> = .init { $0.finish() }, isOwn: Bool = false
    ) {
        self.model = model
        self.records = records
        self.contacts = contacts
        self.isOwn = isOwn
    }
}
