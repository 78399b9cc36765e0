import Delivery
import Foundation
import Journal
import Traffic

/// Asks an environment's router itself who gets the requests, for whoever holds that against the journal.
public struct RouterInquiry: Sendable {
    private let state: StateDirectory

    public init(state: StateDirectory) {
        self.state = state
    }

    /// The slot that has all requests but a candidate's share; `nil` where no router of ours answers.
    public func servingSlot(in environment: EnvironmentName) async -> Slot? {
        let directory = state.environment(environment) + "/router"
        let sockets = SocketPlace.directory(for: directory, longestName: 40)
        guard let paths = try? HAProxyPaths(directory: directory, socketDirectory: sockets.directory) else {
            return nil
        }
        return try? await HAProxyInstance(paths: paths).currentSplit().stable
    }
}
