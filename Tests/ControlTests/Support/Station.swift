import Control
import Delivery
import Journal
import SlipwayTesting
import Values

/// A server with a journal and an executor behind it, in a directory of its own.
struct Station {
    let state: TemporaryState
    let journal: Journal
    let executor: FakeExecutor
    let server: ControlServer

    static func open(
        padding: Int = 0, access: AccessRules = AccessRules(), limits: ControlLimits = ControlLimits()
    ) async throws -> Station {
        let state = try TemporaryState(padding: padding)
        let journal = try await Journal.open(in: state.directory)
        let executor = FakeExecutor(journal: journal)
        let server = try await ControlServer.start(
            in: state.directory, journal: journal.reader, delegate: executor, version: "1.2.3", since: .noon,
            access: access, limits: limits)
        return Station(state: state, journal: journal, executor: executor, server: server)
    }

    func close() async throws {
        await server.stop(within: .milliseconds(200))
        try await journal.close()
    }

    func client() async throws -> ControlClient { try await ControlClient.connect(to: state.directory) }

    func raw() async throws -> RawClient { try await RawClient.connect(to: server.socketPath) }

    /// Records and publishes events, as an executor does.
    @discardableResult
    func happen(_ events: [Event], run: Int = 1, later: Bool = false) async throws -> [EventRecord] {
        let records =
            later
            ? try await journal.appendLater(events, run: RunNumber(run), at: .noon)
            : try await journal.append(events, run: RunNumber(run), at: .noon)
        server.publish(records)
        return records
    }

    /// Everything that is recorded.
    func recorded() async throws -> [EventRecord] {
        try await journal.flush()
        return try await journal.reader.events().all()
    }
}

/// An event that says which one it is.
func stage(_ number: Int) -> Event { .stage(StageName("stage-\(number)"), .started) }

extension AsyncSequence {
    func first(_ count: Int) async throws -> [Element] {
        var elements: [Element] = []
        guard count > 0 else { return [] }
        for try await element in self {
            elements.append(element)
            if elements.count == count { break }
        }
        return elements
    }

    func all() async throws -> [Element] {
        try await reduce(into: []) { $0.append($1) }
    }
}
