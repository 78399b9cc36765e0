import Cryptography

/// What an event is known by: SHA-256 over its number and everything that its row says.
///
/// It tells damage and mixed-up rows apart from what was recorded. Whoever may write the file can compute it as well.
struct EventChecksum: Equatable {
    let bytes: [UInt8]

    /// Each part comes with its length, so that no two rows read the same.
    init(
        sequence: Int64, milliseconds: Int64, run: Int64, environment: String?, type: String, data: String
    ) {
        var message = Array("\(sequence) \(milliseconds) \(run)".utf8)
        for part in [environment ?? "", type, data] {
            message += " \(part.utf8.count):".utf8
            message += part.utf8
        }
        bytes = SHA256Digest.of(message)
    }
}
