/// What a step asks for.
public enum StepEffect: Hashable, Sendable {
    case runCommand(String)
    /// End the step's command, and everything that it started. Say `ended`.
    case stopCommand
    case makeArtifact(path: String, versionFrom: String?)

    func purpose(in step: StepID) -> String {
        switch self {
        case .runCommand: "running step \(step)"
        case .stopCommand: "ending the command of step \(step)"
        case .makeArtifact: "making the artifact in step \(step)"
        }
    }
}
