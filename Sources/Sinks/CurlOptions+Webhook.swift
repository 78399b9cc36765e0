import Cryptography
import Delivery
import Foundation
import Values

extension CurlOptions {
    /// Sends one event, and writes the answer's status and `Retry-After` to the standard output.
    ///
    /// - Parameters:
    ///   - body: the event's bytes.
    ///   - envelope: the file that holds them: the lines of a configuration may not be of any length.
    init(posting body: [UInt8], of contentType: String, in envelope: String, by configuration: WebhookConfiguration) {
        addBounds(configuration.timeout)
        add("url", configuration.address.absoluteString)
        add("data-binary", "@\(envelope)")
        add("user-agent", configuration.agent)
        add("header", "Content-Type: \(contentType)")
        // Or curl would wait a second for receivers that don't say to go on.
        add("header", "Expect:")
        if let secret = configuration.secret {
            add("header", "X-Slipway-Signature-256: \(secret.signature(of: body))")
        }
        add("write-out", "%{http_code} %header{retry-after}")
    }

    private mutating func addBounds(_ timeout: Duration) {
        add("silent")
        add("show-error")
        add("proto", "=http,https")
        // Brackets and braces in an address are no patterns of many.
        add("globoff")
        // 0 would be for ever.
        add("max-time", String(format: "%.3f", max(timeout.seconds, 0.001)))
        add("max-redirs", "0")
        // An answer without end costs little until its time is over, or until curl (from 8.4) sees that it is too long.
        add("limit-rate", "1M")
        add("max-filesize", "\(64 << 10)")
        add("output", "/dev/null")
    }
}

extension Secret {
    /// What a receiver compares with its own result: `sha256=` and the HMAC-SHA-256 of the body, in hexadecimal.
    fileprivate func signature(of body: [UInt8]) -> String {
        "sha256=" + HMACSHA256.authenticationCode(for: body, key: bytes).map(\.hexadecimal).joined()
    }
}
