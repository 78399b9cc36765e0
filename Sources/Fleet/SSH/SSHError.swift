import Delivery
import Values

/// Why something could not be done on a host over SSH.
public enum SSHError: Error, Equatable, CustomStringConvertible {
    /// The host was not reached, or the connection broke: nobody can tell how things are there, or whether what was
    /// asked for was done. `words` are those of `ssh`.
    case unreachable(host: String, words: String)
    /// The host was reached, and said no: a program there ended with `status`; `message` is what it said.
    case failed(host: String, purpose: String, status: Int32, message: String)
    /// The host answered something that makes no sense.
    case unreadable(host: String, purpose: String, answer: String)
    /// The address behind the host's name was not found, so that no router could reach a service there.
    case unresolvable(host: String, name: String, reason: String)
    /// `ssh` itself could not be started here.
    case noClient(reason: String)

    public var description: String {
        switch self {
        case .unreachable(let host, let words):
            "\(host) can't be reached: \(words.isEmpty ? "the connection was lost" : words); \(Self.advice(for: words))"
        case .failed(let host, let purpose, let status, let message):
            "\(purpose) on \(host) failed: \(message.isEmpty ? "status \(status)" : message)"
        case .unreadable(let host, let purpose, let answer):
            "\(purpose) on \(host) answered \(answer.quoted), which makes no sense; see what its login shell prints"
        case .unresolvable(let host, let name, let reason):
            "\(host): no address for \(name.quoted): \(reason); give it one, or set HostName in ~/.ssh/config"
        case .noClient(let reason):
            "ssh can't be started: \(reason); install the OpenSSH client (apt install openssh-client)"
        }
    }

    /// What to do about it, by what `ssh` says.
    private static func advice(for words: String) -> String {
        let hints: KeyValuePairs = [
            "Host key verification failed": "connect once by hand and compare its key",
            "REMOTE HOST IDENTIFICATION HAS CHANGED": "find out why its key changed before you trust it again",
            "Permission denied": "give it a key that needs no passphrase (ssh-add, or IdentityFile in ~/.ssh/config)",
            "Could not resolve": "see that its name is right, and in DNS or in ~/.ssh/config",
            "Connection refused": "see that sshd listens there, on that port",
            "timed out": "see that it is up, and that no firewall is in between",
        ]
        return hints.first { words.contains($0.key) }?.value ?? "try it by hand with ssh -o BatchMode=yes"
    }
}
