import Delivery
import Journal
import SlipwayTesting
import StateDirectory

/// A journal with these records' events, in a directory of its own, of this name.
func withJournal<Value>(
    of records: [EventRecord], in name: String = "state", _ body: (JournalReader, StateDirectory) async throws -> Value
) async throws -> Value {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let state = StateDirectory(path: "\(folder.path)/\(name)")
    let journal = try await Journal.open(in: state)
    for record in records { try await journal.append([record.event], run: record.run, at: record.time) }
    let value = try await body(journal.reader, state)
    try await journal.close()
    return value
}
