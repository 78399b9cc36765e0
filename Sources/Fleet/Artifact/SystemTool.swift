import Foundation
import Subprocess
import Posix

/// A program of the operating system did not do what it was asked to.
public struct SystemToolError: Error, Equatable, CustomStringConvertible {
    /// The program: `tar`, `sha256sum`, …
    public let tool: String
    /// How it ended, or why it could not be run.
    public let reason: String
    /// What it wrote to its standard error, at most 64 KiB.
    public let message: String

    public var description: String {
        message.isEmpty ? "\(tool): \(reason)" : "\(tool): \(reason): \(message)"
    }
}

/// Programs that every supported system has.
enum SystemTool {
    /// Runs `name` to its end and returns its output; throws ``SystemToolError`` unless it succeeds.
    ///
    /// Messages and order are those of the C locale. Cancelling the task ends the program.
    static func run(_ name: String, _ arguments: [String], limit: Int = 1 << 16) async throws -> String {
        // GNU tar would read options from the one, bsdtar be made to add Apple's metadata by the lack of the other.
        let environment = Environment.inherit.updating(["LC_ALL": "C", "TAR_OPTIONS": nil, "COPYFILE_DISABLE": "1"])
        do {
            try Descriptors.verifyRoom()
            let result = try await Subprocess.run(
                .name(name), arguments: Arguments(arguments), environment: environment,
                output: .string(limit: limit), error: .string(limit: 1 << 16))
            try Task.checkCancellation()
            guard result.terminationStatus.isSuccess else {
                let message = result.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
                throw SystemToolError(tool: name, reason: "\(result.terminationStatus)", message: message)
            }
            return result.standardOutput
        } catch let error as SubprocessError {
            throw SystemToolError(tool: name, reason: "\(error)", message: "")
        }
    }
}
