import Foundation
import Posix
import Subprocess
import Values

/// git, run where it can ask nobody anything and can use only transports that run no command of their own choice.
struct GitCommand {
    let remote: GitAddress
    /// The folder that it works in.
    let folder: String
    /// After it git and what it started are ended.
    let limit: Duration
    /// The most bytes that it may write.
    var outputLimit = 64 << 10

    /// How git ended, and what it wrote to its standard output and error.
    struct Outcome {
        let code: Int32?
        let output: String
        let words: String
    }

    /// - Throws: `GitRemoteError`, but not for what git itself says no to.
    func run(_ arguments: [String]) async throws(GitRemoteError) -> Outcome {
        do {
            let outcome = try await Deadline.limit(limit) { [folder, outputLimit] in
                try await Self.run(["-C", folder] + arguments, outputLimit)
            }
            try Task.checkCancellation()
            guard let outcome else { throw GitRemoteError.noAnswer(remote: "\(remote)", within: limit) }
            return outcome
        } catch let error as GitRemoteError {
            throw error
        } catch is CancellationError {
            throw .cancelled
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw .noGit
        } catch {
            throw .refused(remote: "\(remote)", words: remote.words("\(error)"))
        }
    }

    private static func run(_ arguments: [String], _ outputLimit: Int) async throws -> Outcome {
        var options = PlatformOptions()
        // Without a terminal nothing can ask for a password, and what git starts can be ended with it.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
        ]
        try Descriptors.verifyRoom()
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(arguments), environment: .inherit.updating(environment),
            platformOptions: options, output: .string(limit: outputLimit), error: .string(limit: 64 << 10))
        var code: Int32?
        if case .exited(let status) = result.terminationStatus { code = status }
        return Outcome(code: code, output: result.standardOutput, words: result.standardError)
    }

    /// `nil` takes a variable away: those would make git work somewhere else than it is told to.
    private static let environment: [Environment.Key: String?] = [
        "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh", "LC_ALL": "C",
        "GIT_DIR": nil, "GIT_WORK_TREE": nil, "GIT_INDEX_FILE": nil, "GIT_COMMON_DIR": nil, "GIT_NAMESPACE": nil,
        "GIT_OBJECT_DIRECTORY": nil, "GIT_ALTERNATE_OBJECT_DIRECTORIES": nil,
    ]
}
