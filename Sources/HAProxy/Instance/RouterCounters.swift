import Delivery
import Values

/// What HAProxy has counted since its process started.
public struct RouterCounters: Hashable, Sendable {
    /// Of a backend as a whole, or of one server.
    public struct Counts: Hashable, Sendable {
        /// Every request that was sent here; for a server, with those that came by a second try.
        public let requests: Int
        /// Answers with a status of 500 or more.
        public let serverErrors: Int
        /// Requests under way.
        public let currentSessions: Int
        /// Requests that have ended, however they did: also those that HAProxy ends without a log line. For a backend.
        public var ended: Int { requests - currentSessions }
        /// HAProxy's word: `UP`, `MAINT`, `DRAIN`, `no check`, …
        public let status: String
    }

    /// A slot's backend and its servers, by name.
    public struct Backend: Hashable, Sendable {
        public let total: Counts
        public let servers: [String: Counts]
    }

    public let slots: [Slot: Backend]
    /// Log lines that HAProxy couldn't hand over: requests that telemetry doesn't know of.
    public let droppedLogs: Int
    /// All counters begin at zero when this changes (a reload or a restart).
    public let processIdentifier: Int32
}

extension RouterCounters {
    static let command = "show stat"

    /// From the comma-separated table of `show stat`; `nil` when it isn't one.
    ///
    /// The columns used are before the first one that can be quoted, so a comma always separates.
    /// Source: HAProxy's management guide, section 9.1.
    init?(table: String, information: ProcessInformation) {
        let lines = table.split(separator: "\n")
        guard let header = lines.first, header.hasPrefix("# ") else { return nil }
        let names = header.dropFirst(2).split(separator: ",", omittingEmptySubsequences: false)
        let columns = Dictionary(zip(names, 0...), uniquingKeysWith: { first, _ in first })
        let rows = lines.dropFirst().compactMap { Row(line: $0, columns: columns) }
        var slots: [Slot: Backend] = [:]
        for slot in Slot.allCases {
            let own = rows.filter { $0.slot == slot }
            guard let total = own.first(where: { $0.server == "BACKEND" }) else { return nil }
            let servers = own.filter { $0.server != "BACKEND" }.map { ($0.server, $0.counts) }
            slots[slot] = Backend(total: total.counts, servers: Dictionary(servers) { first, _ in first })
        }
        self.init(
            slots: slots,
            droppedLogs: information.droppedLogs,
            processIdentifier: information.processIdentifier)
    }

    private struct Row {
        let slot: Slot
        let server: String
        let counts: Counts

        init?(line: Substring, columns: [Substring: Int]) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            func field(_ name: Substring) -> Substring? {
                columns[name].flatMap { fields.indices.contains($0) ? fields[$0] : nil }
            }
            func number(_ name: Substring) -> Int { field(name).flatMap { Int($0) } ?? 0 }
            guard let slot = field("pxname").flatMap({ Slot(rawValue: String($0)) }),
                let server = field("svname")
            else { return nil }
            self.slot = slot
            self.server = String(server)
            counts = Counts(
                requests: number("stot"), serverErrors: number("hrsp_5xx"), currentSessions: number("scur"),
                status: String(field("status") ?? ""))
        }
    }
}
