import ArgumentParser
import CDEvents
import Control
import Delivery
import Journal
import StateDirectory
import Values

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Print what happened, event by event.")

    @Argument(help: "The run's number; without it, all runs.")
    var run: Int?

    @Option(help: "State directory.")
    var state = ".slipway"

    @Option(help: "plain or json.")
    var output: OutputMode?

    @Option(help: "slipway, or cdevents: what happened in the words of cdevents.dev, as JSON.")
    var format = EventFormat.slipway

    @Option(help: "Where CDEvents say that they come from, as a URI; by default this machine and state directory.")
    var source: String?

    @Flag(help: "Go on with events as they come, until the run has finished.")
    var follow = false

    func validate() throws {
        if let run, run < 1 { throw ValidationError("runs are numbered from 1") }
        if output == .dashboard { throw ValidationError("events are printed as plain or json") }
        if format == .cdevents, output == .plain { throw ValidationError("CDEvents are printed as json only") }
        if format == .slipway, source != nil { throw ValidationError("--source belongs to --format cdevents") }
        if let source, EventSource(source) == nil {
            throw ValidationError("\(source.quoted) is not an absolute URI without user, query and fragment")
        }
    }

    func run() async throws {
        try await reporting {
            let directory = StateDirectory(path: state)
            let reader = try await JournalReader.open(in: directory)
            let wanted = run.map { RunNumber($0) }
            if let wanted, try await reader.events(run: wanted, limit: 1).all().isEmpty {
                throw CommandFailure(.usage, "there is no run \(wanted) in \(state)")
            }
            var writer = EventWriter(
                format: format, mode: output ?? .plain, source: eventSource(directory), namesRuns: wanted == nil)
            if follow {
                var follower = EventFollower(run: wanted, in: directory, reader: reader)
                try await follower.follow { writer.write($0) }
            } else {
                let pages = wanted.map { reader.events(run: $0) } ?? reader.events()
                for try await record in pages { writer.write(record) }
            }
        }
    }

    private func eventSource(_ directory: StateDirectory) -> EventSource {
        source.flatMap { EventSource($0) } ?? .standard(for: directory)
    }
}

/// In whose words events are told.
enum EventFormat: String, ExpressibleByArgument, CaseIterable {
    case slipway, cdevents
}
