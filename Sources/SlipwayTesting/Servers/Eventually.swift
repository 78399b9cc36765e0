import Values

/// Waits for something that another process does, by asking until it is so.
///
/// - Throws: when it isn't so within the limit.
nonisolated(nonsending) public func eventually(
    _ what: String, within limit: Duration = .seconds(10), _ condition: nonisolated(nonsending) () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            throw TemporaryDirectory.Failure(description: "not within \(limit): \(what)")
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
