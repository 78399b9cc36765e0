import ArgumentParser
import Delivery
import Journal

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Print what happened, event by event.")

    @Argument(help: "The run's number; without it, all runs.")
    var run: Int?

    @Option(help: "Where state is kept.")
    var state = ".slipway"

    @Option(help: "plain or json.")
    var output = OutputMode.plain

    func validate() throws {
        if let run, run < 1 { throw ValidationError("runs are numbered from 1") }
        if output == .dashboard { throw ValidationError("events are printed as plain or json") }
    }

    func run() async throws {
        try await reporting {
            let reader = try await JournalReader.open(in: StateDirectory(path: state))
            let printer = EventPrinter(mode: output)
            let pages = run.map { reader.events(run: RunNumber($0)) } ?? reader.events()
            var isKnown = run == nil
            for try await record in pages {
                isKnown = true
                printer.print(record)
            }
            if let run, !isKnown { throw CommandFailure(.usage, "there is no run \(RunNumber(run)) in \(state)") }
        }
    }
}
