import Delivery
import Foundation

/// What a durable command is to run, and in which surroundings.
public struct DurableCommandSpecification: Hashable, Sendable {
    /// Run by `/bin/sh`, from a file that only its owner may read.
    public var script: String
    /// Where it runs; must be an absolute file URL.
    public var workingDirectory: URL
    /// The complete environment: nothing is inherited. The right place for a secret.
    public var environment: [String: String]
    /// The variables whose values nobody may see: they are masked in what the command prints, before it is written down.
    public var secrets: [String]

    public init(script: String, workingDirectory: URL, environment: [String: String], secrets: [String] = []) {
        self.script = script
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.secrets = secrets
    }

    /// Throws ``DurableCommandError/invalid(_:)`` for what the operating system would cut short or misread.
    func validate() throws {
        guard !script.utf8.contains(0) else {
            throw DurableCommandError.invalid("the command contains a NUL byte; remove it")
        }
        guard workingDirectory.isFileURL, workingDirectory.path.hasPrefix("/") else {
            throw DurableCommandError.invalid("the working directory '\(workingDirectory)' is not an absolute path")
        }
        for name in secrets where environment[name] == nil || !name.isVariableName {
            throw DurableCommandError.invalid("the secret variable '\(name)' is not in its environment")
        }
        for (name, value) in environment {
            guard !name.isEmpty, !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") }) else {
                throw DurableCommandError.invalid("'\(name)' is no name for an environment variable")
            }
            guard !value.utf8.contains(0) else {
                throw DurableCommandError.invalid("the environment variable '\(name)' contains a NUL byte; remove it")
            }
        }
    }
}
