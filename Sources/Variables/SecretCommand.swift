import Foundation
import Posix
import Subprocess
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A shell command that prints a secret.
struct SecretCommand: Sendable {
    let script: String
    let workspace: URL
    /// The complete environment.
    let environment: [String: String]
    /// After it the command and what it started are ended.
    var limit = Duration.seconds(30)

    /// The command's text is in a variable, as arguments can be read by everybody on the machine.
    private static let variable = "SLIPWAY_SECRET_COMMAND"
    private static let shell = "command=$\(variable); unset \(variable); eval \"$command\""

    /// What it prints. What it says besides is thrown away: the secret may be in it.
    ///
    /// - Throws: ``VariableFileError``, `CancellationError`
    func output() async throws -> [UInt8] {
        do {
            guard let output = try await Deadline.limit(limit, run) else {
                throw VariableFileError("its command did not end within \(limit.brief)")
            }
            return output
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw VariableFileError(
                error.code == .outputLimitExceeded
                    ? "its command prints more than a secret" : "its command could not be run: \(error)")
        }
    }

    private func run() async throws -> [UInt8] {
        var options = PlatformOptions()
        // Nothing can ask at a terminal, and what the command starts can be ended with it.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
        ]
        try Descriptors.verifyRoom()
        let variables = environment.merging([Self.variable: script]) { $1 }
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", Self.shell],
            environment: .custom(variables.map { Array("\($0.key)=\($0.value)\0".utf8) }),
            workingDirectory: FilePath(workspace.path), platformOptions: options, input: .none,
            output: .bytes(limit: SecretValue.longest + 2), error: .discarded)
        try Task.checkCancellation()
        guard case .exited(0) = result.terminationStatus else {
            throw VariableFileError("its command \(Self.words(result.terminationStatus)); see by hand what it says")
        }
        return result.standardOutput
    }

    private static func words(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "exited with status \(code)"
        case .signaled(let signal): "was ended by signal \(signal)"
        }
    }
}
