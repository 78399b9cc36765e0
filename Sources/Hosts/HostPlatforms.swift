import Delivery
import Foundation
import Platforms
import StateDirectory
import Values
import Variables

/// The platforms of all environments that are hosts behind HAProxy.
public actor HostPlatforms: PlatformProvider {
    private let state: StateDirectory
    private let variables: PassedVariables
    private let now: @Sendable () -> Timestamp
    private let notice: @Sendable (Problem) -> Void
    private var open: [EnvironmentName: HostPlatform] = [:]

    /// - Parameters:
    ///   - variables: the executor's environment. `SLIPWAY_SSH_CONFIG` in it is a file that `ssh` reads instead of the
    ///     user's.
    ///   - now: the wall clock, which is HAProxy's too.
    ///   - notice: hears of what went wrong beside a release, and does not end it.
    public init(
        state: StateDirectory, variables: PassedVariables = PassedVariables(all: [:]),
        now: @escaping @Sendable () -> Timestamp, notice: @escaping @Sendable (Problem) -> Void = { _ in }
    ) {
        self.state = state
        self.variables = variables
        self.now = now
        self.notice = notice
    }

    public var all: [any Platform] { Array(open.values) }

    /// - Throws: `HAProxyError` when the state directory can't hold HAProxy's files and sockets.
    public func platform(of environment: EnvironmentName) throws -> any Platform {
        if let platform = open[environment] { return platform }
        let platform = try HostPlatform(environment, in: state, variables: variables, now: now, notice: notice)
        open[environment] = platform
        return platform
    }

    /// A state directory that somebody moved away must not be made anew for that.
    public func platform(servingIn environment: EnvironmentName) -> (any Platform)? {
        guard FileManager.default.fileExists(atPath: state.router(of: environment)) else { return nil }
        return try? platform(of: environment)
    }
}
