import Delivery
import Values

/// One line of `show servers state`: where a server's requests go, and whether it gets any.
struct ServerState: Hashable, Sendable {
    let slot: Slot
    let name: String
    let endpoint: Endpoint
    /// Source of the bits: "srv_admin_state" in HAProxy's management guide, section 9.3.
    let administrativeState: Int

    enum Activity: String { case ready, drain, maint }

    static let command = "show servers state"

    /// Whether it gets new requests, only old ones, or none.
    var activity: Activity {
        // 0x01, 0x02, 0x20: forced, inherited and resolver maintenance. 0x04 only says that the file disabled it once.
        if administrativeState & 0x23 != 0 { return .maint }
        // 0x08, 0x10: forced and inherited drain.
        return administrativeState & 0x18 != 0 ? .drain : .ready
    }

    /// All servers of the two slots; lines of another form are passed over.
    static func all(in answer: String) -> [ServerState] {
        answer.split(separator: "\n").compactMap { ServerState(line: $0) }
    }

    /// be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state … (19th) srv_port …
    private init?(line: Substring) {
        let fields = line.split(separator: " ")
        guard fields.count > 18, let slot = Slot(rawValue: String(fields[1])),
            let state = Int(fields[6]), let port = Int(fields[18])
        else { return nil }
        self.slot = slot
        name = String(fields[3])
        endpoint = Endpoint(address: String(fields[4]), port: port)
        administrativeState = state
    }
}
