import Foundation

@testable import Fleet

/// A durable command in a directory of its own, and what a test asks of it.
struct CommandFixture {
    let scratch: TemporaryDirectory
    let command: DurableCommand

    init() throws {
        scratch = try TemporaryDirectory()
        command = DurableCommand(directory: scratch["command with 'odd\" $(name)"])
    }

    func specification(_ script: String, _ environment: [String: String] = [:]) -> DurableCommandSpecification {
        DurableCommandSpecification(
            script: script, workingDirectory: scratch.url,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
    }

    func run(_ script: String, _ environment: [String: String] = [:]) async throws -> CommandEnd {
        _ = try await command.start(specification(script, environment))
        return try await command.wait()
    }

    /// The command as another process would see it, which knows nothing but the directory.
    var stranger: DurableCommand { DurableCommand(directory: command.directory) }

    /// Whether its text is laid down, which is done just before the supervisor is started.
    var hasScript: Bool {
        let names = try? FileManager.default.contentsOfDirectory(atPath: command.directory.path)
        return names?.contains { $0.hasPrefix("script") } ?? false
    }

    func output() throws -> String {
        String(decoding: try command.read(from: 0, limit: 1 << 20).bytes, as: UTF8.self)
    }

    /// The process identifier that the command wrote to `name`, once it is there.
    func process(in name: String) async throws -> pid_t {
        var found: pid_t?
        try await eventually {
            found = (try? String(contentsOf: scratch[name], encoding: .utf8)).flatMap { text in
                text.hasSuffix("\n") ? pid_t(text.dropLast()) : nil
            }
            return found != nil
        }
        guard let found else { throw DeadlinePassed() }
        return found
    }
}

/// True while the process runs; one that waits to be noticed by its parent does not.
func isRunning(_ process: pid_t) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return !stat.contains(") Z ")
}
