import Delivery
import Foundation
import Values

/// What was seen on a host at one moment of a port, and of the processes that hold its sockets.
struct PortSight: Equatable {
    /// A process that has a listening socket open.
    struct Holder: Equatable {
        let inode: UInt64
        let process: Int32
        /// Whether it is the instance's, by its mark, its parents, its group or its session.
        let isOurs: Bool
        let program: String
    }

    /// The account that looked.
    var user: UInt32
    var sockets: [ListeningSocket] = []
    /// Of sockets that one of the instance's processes holds there may be further holders.
    var holders: [Holder] = []
    /// Names of the sockets' accounts, as far as they have any.
    var accounts: [UInt32: String] = [:]

    /// Who takes the connections to an address of the host. Every socket that could has to be the instance's.
    func listener(reachedBy address: String) -> PortListener {
        let reached = sockets.reached(by: IPAddress(address))
        guard !reached.isEmpty else { return .nobody }
        let listeners = reached.map(listener)
        return listeners.first(where: \.isForeign) ?? listeners.first { $0 != .own } ?? .own
    }

    /// A socket is the instance's when one of its processes holds it, and its own account made it: one that another
    /// account made and handed over has that account's process behind it too. Root sees every holder, and may run an
    /// instance as another account: there it is enough that all of them are the instance's.
    private func listener(_ socket: ListeningSocket) -> PortListener {
        let all = holders.filter { $0.inode == socket.inode }
        let ours = all.filter(\.isOurs)
        if !ours.isEmpty, socket.user == user || user == 0 && ours.count == all.count { return .own }
        let account = accounts[socket.user] ?? "\(socket.user)"
        if let stranger = all.first(where: { !$0.isOurs }) {
            return .foreign(PortHolder(account: account, process: Int(stranger.process), program: stranger.program))
        }
        guard socket.user == user else { return .foreign(PortHolder(account: account)) }
        return .unknown(why: "no process of account \(account) shows that it holds the socket")
    }
}

extension PortListener {
    fileprivate var isForeign: Bool {
        if case .foreign = self { return true }
        return false
    }
}

extension PortSight {
    /// What is seen twice in a row: a process may come or go while it is looked at.
    static func settled(_ look: () async throws -> PortListener) async throws -> PortListener {
        var last = try await look()
        for _ in 0..<3 {
            if last == .own { return last }
            try await Task.sleep(for: .milliseconds(60))
            let next = try await look()
            if next == last { return last }
            last = next
        }
        return last
    }
}

/// A word of another process for people to read: bounded, and without what a terminal would act on.
enum ForeignText {
    static func readable(_ text: some StringProtocol) -> String {
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: text.unicodeScalars.lazy.filter { !$0.isInvisible }.prefix(32))
        return String(shown).trimmingCharacters(in: .whitespaces)
    }
}
