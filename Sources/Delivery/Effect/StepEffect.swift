/// What a step asks for.
public enum StepEffect: Hashable, Sendable {
    case runCommand(String)
    /// End the step's command, and everything that it started. Say `ended`.
    case stopCommand
    case makeArtifact(path: String, versionFrom: String?)
    /// Make sure that the artifact is in the store and is what its digest says. Say `artifactMade`.
    case takeStored(Artifact)
    /// Put the source into a new workspace, and read it. Say `sourceTaken` or `sourceRefused`.
    case takeSource(SourceStep)
    /// Make the request once. Say `checked`.
    case check(HTTPCheck)

    func purpose(in step: StepID) -> String {
        switch self {
        case .runCommand: "running step \(step)"
        case .stopCommand: "ending the command of step \(step)"
        case .check(let check): "checking \(check.url) in step \(step)"
        case .takeStored(let artifact): "taking \(artifact.version) from the store in step \(step)"
        case .takeSource(let source): "taking commit \(source.commit.prefix(12)) in step \(step)"
        case .makeArtifact: "making the artifact in step \(step)"
        }
    }
}
