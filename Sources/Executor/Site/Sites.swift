import Delivery
import Foundation
import Journal

/// The sites of all environments, each opened once.
actor Sites {
    private let state: StateDirectory
    private let variables: [String: String]
    private var open: [EnvironmentName: Site] = [:]

    /// - Parameter variables: the executor's environment.
    init(state: StateDirectory, variables: [String: String]) {
        self.state = state
        self.variables = variables
    }

    var all: [Site] { Array(open.values) }

    /// The site of a release's environment.
    ///
    /// - Throws: `HAProxyError` when the state directory can't hold HAProxy's files and sockets.
    func site(for release: ReleaseState) throws -> Site {
        try site(of: release.environment)
    }

    func site(of environment: EnvironmentName) throws -> Site {
        if let site = open[environment] { return site }
        let site = try Site(environment, in: state, variables: variables)
        open[environment] = site
        return site
    }
}
