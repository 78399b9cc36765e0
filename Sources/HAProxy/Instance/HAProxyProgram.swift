import Foundation
import Subprocess
import Posix

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The `haproxy` program: finds it, lets it check a configuration, and starts it.
public struct HAProxyProgram: Sendable {
    /// Directories separated by colons, searched in their order.
    public let searchPath: String

    /// The directories of `SLIPWAY_HAPROXY_PATH`; without it those of `PATH`, and those that packages install HAProxy to
    /// but users often don't have in theirs.
    public init() {
        let variables = ProcessInfo.processInfo.environment
        if let chosen = variables["SLIPWAY_HAPROXY_PATH"], !chosen.isEmpty {
            self.init(searchPath: chosen)
            return
        }
        let path = variables["PATH"] ?? "/usr/bin:/bin"
        self.init(searchPath: "\(path):/usr/local/sbin:/usr/sbin:/usr/local/bin:/opt/homebrew/bin")
    }

    public init(searchPath: String) {
        self.searchPath = searchPath
    }

    /// Lets HAProxy read a configuration without using it.
    ///
    /// - Throws: `HAProxyError.configurationRejected` with HAProxy's own words, `.notInstalled`, `.notRunnable`.
    func check(_ configuration: String, at paths: HAProxyPaths) async throws(HAProxyError) {
        let outcome = try await run(["-c", "-C", paths.directory, "-f", configuration])
        guard outcome.succeeded else { throw .configurationRejected(message: outcome.message) }
    }

    /// Starts HAProxy in the background, in a session of its own: it outlives this process.
    ///
    /// - Parameters:
    ///   - predecessor: a process to take over from: it is told to finish what it has and to end.
    ///   - inheriting: whether the predecessor hands over its listening sockets, so that no connection is refused.
    /// - Throws: `HAProxyError.startFailed` with HAProxy's own words, `.notInstalled`, `.notRunnable`.
    func launch(at paths: HAProxyPaths, replacing predecessor: Int32?, inheriting: Bool) async throws(HAProxyError) {
        var arguments = ["-D", "-C", paths.directory, "-f", paths.configuration, "-p", paths.processIdentifier]
        if inheriting { arguments += ["-x", paths.runtimeSocket] }
        if let predecessor { arguments += ["-sf", String(predecessor)] }
        let outcome = try await run(arguments)
        guard outcome.succeeded else { throw .startFailed(message: outcome.message) }
    }

    /// The process that was started last with a configuration; `nil` where none runs, or this system can't tell.
    func latest(with configuration: String) async -> HAProxyProcess? {
        guard (try? Descriptors.verifyRoom()) != nil else { return nil }
        let result = try? await Subprocess.run(
            .name("pgrep"),
            arguments: [
                "-n", "-u", String(getuid()), "-f", "^([^ ]*/)?haproxy .*-f \(configuration.literalPattern)( |$)",
            ],
            output: .string(limit: 64), error: .discarded)
        guard let text = result?.standardOutput, let number = Int32(text.prefix { $0.isNumber }), number > 1 else {
            return nil
        }
        let process = HAProxyProcess(processIdentifier: number, configuration: configuration)
        return await process.isAlive() ? process : nil
    }

    private struct Outcome {
        let succeeded: Bool
        let message: String
    }

    private func run(_ arguments: [String]) async throws(HAProxyError) -> Outcome {
        // Nothing of this process's environment: it may hold secrets, and a daemon keeps what it gets.
        let environment = Environment.custom(["PATH": searchPath])
        do {
            try Descriptors.verifyRoom()
            let executable = try await Executable.name("haproxy").resolveExecutablePath(in: environment)
            let result = try await Subprocess.run(
                .path(executable), arguments: Arguments(arguments), environment: environment,
                output: .discarded, error: .string(limit: 1 << 18))
            return Outcome(
                succeeded: result.terminationStatus.isSuccess,
                message: Self.complaints(in: result.standardError))
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw .notInstalled(searchPath: searchPath)
        } catch {
            throw .notRunnable(reason: "\(error)")
        }
    }

    /// HAProxy's words without its notices about its version, at most a screenful.
    private static func complaints(in output: String) -> String {
        let lines = output.split(separator: "\n").filter { !$0.hasPrefix("[NOTICE]") }
        return lines.prefix(24).map { $0.prefix(400) }.joined(separator: "\n")
    }
}

extension String {
    /// As an extended regular expression that finds just this. A backslash would make some characters special.
    fileprivate var literalPattern: String {
        map { character in
            switch character {
            case "^", "\\": "\\\(character)"
            default: character.isLetter || character.isNumber || character == "/" ? "\(character)" : "[\(character)]"
            }
        }.joined()
    }
}
