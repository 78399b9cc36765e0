import ArgumentParser
import Delivery
import Foundation
import Values

@main
struct Slipway: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "slipway",
        abstract: "Continuous delivery that lives in a terminal.",
        version: version,
        subcommands: [
            RunCommand.self, WatchCommand.self, ServeCommand.self, DemoCommand.self, ApproveCommand.self,
            RejectCommand.self,
            HaltCommand.self, ResumeCommand.self, PromoteCommand.self, RollbackCommand.self, ReleaseCommand.self,
            VersionsCommand.self, RetryCommand.self,
            SkipCommand.self, CancelCommand.self, UpCommand.self, DownCommand.self, FreezeCommand.self,
            UnfreezeCommand.self, TransitionCommand.self,
            StatusCommand.self, LogsCommand.self, EventsCommand.self, ValidateCommand.self, PlanCommand.self,
            DoctorCommand.self,
            TrustCommand.self,
        ])

    static func main() async {
        CrashPrompt.avoid()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            end(with: EXIT_SUCCESS)
        } catch {
            end(with: error)
        }
    }

    /// A mistake in usage has the exit code that the README promises, and names the command that was probably meant.
    private static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { end(with: code.rawValue) }
        guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
        if let misspelt = CommandLine.arguments.dropFirst().first, !misspelt.hasPrefix("-"),
            !verbs.contains(misspelt)
        {
            let hint = misspelt.nearest(among: verbs).map { "did you mean \($0.quoted)?" } ?? "slipway --help lists all"
            StandardStream.error.write("slipway: there is no command \(misspelt.quoted); \(hint)")
        } else {
            StandardStream.error.write(lines: fullMessage(for: error))
        }
        exit(withError: ExitStatus.usage.code)
    }

    /// What libraries do at an orderly exit would pull their memory away under threads that still end something.
    private static func end(with code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }

    private static var verbs: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    }
}
