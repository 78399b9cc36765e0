import Foundation

/// A release on a host, as it came from its archive.
public struct PlacedRelease: Hashable, Sendable {
    /// Where instances start.
    public let directory: URL
    /// Whether what was there before had been changed, so that this is a fresh copy beside it.
    public let isRenewed: Bool

    public init(directory: URL, isRenewed: Bool) {
        self.directory = directory
        self.isRenewed = isRenewed
    }
}
