/// One environment, as it is after everything that happened in it.
public struct EnvironmentRecord: Equatable, Sendable, Codable {
    public internal(set) var stable: Deployment?
    /// What was stable before; its release is kept on the hosts.
    public internal(set) var previous: Deployment?
    /// The run that is releasing into it now, and has it for itself until then.
    public internal(set) var releasing: RunNumber?

    mutating func promote(_ deployment: Deployment) {
        previous = stable
        stable = deployment
    }

    mutating func finish(running: Deployment?) {
        releasing = nil
        guard running != stable else { return }
        // What was taken back is nothing to return to.
        previous = nil
        stable = running
    }
}
