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

    /// The slot that has all requests but a candidate's share; `nil` where no router of ours answers.
    public func servingSlot(in environment: EnvironmentName) async -> Slot? {
        guard let paths = try? state.routerPaths(of: environment) else { return nil }
        return try? await HAProxyInstance(paths: paths).currentSplit().stable
    }
}
