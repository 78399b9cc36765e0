/// What outlives runs: which version each environment's users have. The fold of the whole journal.
public struct Ledger: Equatable, Sendable, Codable {
    public private(set) var environments: [EnvironmentName: EnvironmentRecord] = [:]
    /// The highest run number given out so far.
    public private(set) var lastRun: RunNumber?

    public init() {}

    /// What `environment`'s users have; `nil` before its first release.
    public func stable(in environment: EnvironmentName) -> Deployment? {
        environments[environment]?.stable
    }

    public mutating func apply(_ event: Event, run: RunNumber) {
        lastRun = max(lastRun ?? run, run)
        switch event {
        case .releaseStarted(let environment, _):
            environments[environment, default: EnvironmentRecord()].releasing = run
        case .promoted(let environment, let deployment):
            environments[environment, default: EnvironmentRecord()].promote(deployment)
        case .releaseFinished(let environment, _, let running):
            environments[environment, default: EnvironmentRecord()].finish(running: running)
        default:
            break
        }
    }
}

/// One environment, as it is after everything that happened in it.
public struct EnvironmentRecord: Equatable, Sendable, Codable {
    public fileprivate(set) var stable: Deployment?
    /// What was stable before; its release is kept on the hosts.
    public fileprivate(set) var previous: Deployment?
    /// The run that is releasing into it now.
    public fileprivate(set) var releasing: RunNumber?

    fileprivate mutating func promote(_ deployment: Deployment) {
        previous = stable
        stable = deployment
    }

    fileprivate mutating func finish(running: Deployment?) {
        releasing = nil
        guard running != stable else { return }
        // What was taken back is nothing to return to.
        previous = nil
        stable = running
    }
}
