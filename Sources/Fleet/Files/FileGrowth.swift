import Foundation

/// Tells when a file grows. How is the operating system's own: see the platform files.
final class FileGrowth: Sendable {
    /// Becomes readable when the file is written to.
    let descriptor: Int32
    /// What else must stay open for that.
    private let others: [Int32]

    /// Takes over the descriptors.
    init(descriptor: Int32, others: [Int32] = []) {
        self.descriptor = descriptor
        self.others = others
    }

    deinit {
        for descriptor in [descriptor] + others { close(descriptor) }
    }
}
