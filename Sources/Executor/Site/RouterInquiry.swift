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

    /// Whether the router answers its own process's questions. Whatever listens where users come may be another program.
    public func answers(in environment: EnvironmentName) async -> Bool { await servingSlot(in: environment) != nil }

    /// What is to be said where something listens, and the router does not answer.
    public static func problem(at listen: Endpoint) -> String {
        "something listens at \(listen), and the environment's own router does not answer"
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
