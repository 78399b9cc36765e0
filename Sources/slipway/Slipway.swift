import ArgumentParser

@main
struct Slipway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway",
        abstract: "Continuous delivery that lives in a terminal.",
        version: "0.1.0",
        subcommands: [
            RunCommand.self, DemoCommand.self, ValidateCommand.self, StatusCommand.self, EventsCommand.self,
        ])
}
