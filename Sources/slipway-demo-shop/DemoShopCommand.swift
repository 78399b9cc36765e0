import ArgumentParser

@main
struct DemoShopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway-demo-shop",
        abstract: "A sample web shop with injected faults, and its customers. On this machine only.",
        subcommands: [ServeCommand.self, CustomersCommand.self])
}
