import ArgumentParser

/// Measures how fast Slipway does what matters, always beside something bare that does as little as possible.
@main
struct SlipwayBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway-bench", abstract: "Measure, and keep the last results.",
        subcommands: [MeasureCommand.self, CarryCommand.self, ServeCommand.self], defaultSubcommand: MeasureCommand.self
    )
}
