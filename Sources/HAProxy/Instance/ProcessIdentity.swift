import Delivery
import Values

/// What a running HAProxy says it was started with, in the `description` of `show info`.
struct ProcessIdentity: Hashable, CustomStringConvertible {
    let listen: Endpoint
    let fingerprint: String

    var description: String { "slipway \(listen) \(fingerprint)" }

    init(listen: Endpoint, fingerprint: String) {
        self.listen = listen
        self.fingerprint = fingerprint
    }

    /// `nil` for a description that Slipway didn't write.
    init?(_ description: some StringProtocol) {
        let words = description.split(separator: " ")
        guard words.count == 3, words[0] == "slipway", let listen = Endpoint(String(words[1])) else { return nil }
        self.init(listen: listen, fingerprint: String(words[2]))
    }
}
