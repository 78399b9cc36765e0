import ArgumentParser

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
            HaltCommand.self, ResumeCommand.self, PromoteCommand.self, RollbackCommand.self, RetryCommand.self,
            SkipCommand.self, CancelCommand.self, FreezeCommand.self, UnfreezeCommand.self, TransitionCommand.self,
            StatusCommand.self, EventsCommand.self, ValidateCommand.self, DoctorCommand.self,
        ])
}
