import Executor
import Hosts
import Platforms
import StateDirectory
import Values
import Variables

extension World {
    /// Hosts behind HAProxy, as in earnest.
    static func onHosts(
        state: StateDirectory, variables: [String: String], withholding withheld: Set<String> = [],
        now: @escaping @Sendable () -> Timestamp
    ) -> World {
        let passed = PassedVariables(all: variables, withheld: withheld)
        return World(
            state: state, platforms: HostPlatforms(state: state, variables: passed, now: now), variables: passed)
    }
}
