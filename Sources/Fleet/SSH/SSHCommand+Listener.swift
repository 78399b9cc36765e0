import Delivery
import Foundation
import Values

extension SSHCommand {
    /// The same as ``DurableCommand/listener(on:)``, on the host.
    ///
    /// Throws ``SSHError`` or `CancellationError`.
    func listener(on endpoint: Endpoint) async throws -> PortListener {
        try await PortSight.settled { try await look(at: endpoint) }
    }

    private var memory: String { "\(connection.host) \(directory.path)" }

    private func look(at endpoint: Endpoint) async throws -> PortListener {
        let digits = String(endpoint.port, radix: 16, uppercase: true)
        let port = String(repeating: "0", count: max(4 - digits.count, 0)) + digits
        let known = HolderMemory.process(of: memory) ?? 0
        let bytes = try await Persistence.keepTrying(atMost: 3) {
            try await connection.run(.listener, [directory.path, port, "\(known)"])
        }
        let answer = RemoteAnswer(bytes)
        let words = answer.word.split(separator: " ")
        if answer.word == "unknown" {
            let system = ForeignText.readable(String(decoding: answer.rest, as: UTF8.self))
            return .unknown(why: "\(connection.host) runs \(system), where it can't be asked")
        }
        guard words.count == 2, words[0] == "seen", let user = UInt32(words[1]) else {
            throw SSHError.unreadable(
                host: connection.host, purpose: RemoteScript.listener.purpose, answer: answer.word)
        }
        let sight = PortSight(user: user, lines: String(decoding: answer.rest, as: UTF8.self), port: endpoint.port)
        HolderMemory.note(sight.holders.first(where: \.isOurs)?.process, of: memory)
        return sight.listener(reachedBy: endpoint.address)
    }
}

extension PortSight {
    /// Reads what ``RemoteScript/listener`` tells; what makes no sense is left out, and so nobody's.
    init(user: UInt32, lines text: String, port: Int) {
        self.init(user: user)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
            switch words.first {
            case "socket":
                guard let socket = ListeningSocket(line: line.dropFirst("socket ".count)), socket.port == port else {
                    continue
                }
                sockets.append(socket)
            case "account" where words.count > 2:
                guard let number = UInt32(words[1]), !words[2].isEmpty else { continue }
                accounts[number] = ForeignText.readable(words[2])
            case "holder" where words.count == 5:
                guard let inode = UInt64(words[1]), let process = Int32(words[2]) else { continue }
                holders.append(
                    Holder(
                        inode: inode, process: process, isOurs: words[3] == "ours",
                        program: ForeignText.readable(words[4])))
            default: continue
            }
        }
    }
}
