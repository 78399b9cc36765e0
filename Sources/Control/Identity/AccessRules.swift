import Delivery
import Foundation

/// Who may speak to the executor, and which groups people are in beyond those of the operating system.
///
/// The account that the executor runs as and root always may.
public struct AccessRules: Equatable, Sendable {
    /// Names of further accounts. They need a way to the socket, too: the directory that it is in is private.
    public var accounts: Set<String>
    /// Further groups by the name of the account, for `group:NAME` in approval rules.
    public var groups: [String: [String]]

    public init(accounts: Set<String> = [], groups: [String: [String]] = [:]) {
        self.accounts = accounts
        self.groups = groups
    }

    /// Of the socket's file; everyone's credentials are checked all the same.
    var socketPermissions: mode_t { accounts.isEmpty ? 0o600 : 0o666 }

    /// The person behind a connection; `nil` when they may not speak to this executor.
    func actor(_ peer: PeerCredentials) -> Actor? {
        let account = Actor.account(peer.user)
        guard peer.user == geteuid() || peer.user == 0 || accounts.contains(account.name) else { return nil }
        let further = (groups[account.name] ?? []).filter { !account.groups.contains($0) }
        return Actor(name: account.name, groups: account.groups + further)
    }
}
