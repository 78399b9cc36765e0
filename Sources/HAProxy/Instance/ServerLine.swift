import Delivery
import Values

/// A line of the configuration about one server: where its requests go, and whether it begins without any.
struct ServerLine: Hashable, Sendable {
    let name: String
    let address: String
    var isDisabled: Bool

    var text: String { "server \(name) \(address)\(isDisabled ? " disabled" : "")" }

    /// Whether an instance is meant.
    var isPlaced: Bool { address != "\(HAProxyConfiguration.nowhere)" }

    init(name: String, address: String, isDisabled: Bool) {
        (self.name, self.address, self.isDisabled) = (name, address, isDisabled)
    }

    /// `nil` for a line about anything else.
    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count >= 3, words[0] == "server" else { return nil }
        self.init(name: String(words[1]), address: String(words[2]), isDisabled: words.dropFirst(3).first == "disabled")
    }
}

/// The text of a configuration, and the servers in it.
struct ConfigurationText {
    private var lines: [String]
    /// The servers with the lines that they stand in.
    private(set) var servers: [(slot: Slot, line: Int, server: ServerLine)] = []

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var slot: Slot?
        for (index, line) in lines.enumerated() {
            if let word = line.split(separator: " ").first, !line.hasPrefix(" ") {
                slot = word == "backend" ? line.split(separator: " ").last.flatMap { Slot(rawValue: String($0)) } : nil
            } else if let slot, let server = ServerLine(line) {
                servers.append((slot, index, server))
            }
        }
    }

    var text: String { lines.joined(separator: "\n") }

    /// Makes the instances that are named begin without requests, and all others with them.
    mutating func withhold(_ withheld: [Slot: Set<Endpoint>]) {
        for index in servers.indices where servers[index].server.isPlaced {
            let slot = servers[index].slot
            let addresses = Set((withheld[slot] ?? []).map { "\($0)" })
            servers[index].server.isDisabled = addresses.contains(servers[index].server.address)
            lines[servers[index].line] = "    \(servers[index].server.text)"
        }
    }
}
