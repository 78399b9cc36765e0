import ArgumentParser
import Delivery
import Hosts
import Foundation
import Journal
import StateDirectory

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check what a run needs on this machine, and suggest fixes.")

    @Argument(
        help: "The pipeline file whose secrets and variables are looked for. Commands that print secrets are run.")
    var file = "slipway.yml"

    @Option(help: "State directory.")
    var state = ".slipway"

    @Option(help: "plain or json.")
    var output = OutputMode.plain

    @Flag(help: "Go on without the events that the journal has lost. What is in service may not be what it says then.")
    var acceptLostEvents = false

    @Flag(help: "With --accept-lost-events: also while services run that the journal knows nothing of.")
    var anyway = false

    @Option(help: "Why they are accepted as lost; kept in the record.")
    var reason: String?

    func validate() throws {
        try check(reason: reason)
        if acceptLostEvents, reason == nil { throw ValidationError("say why: --reason TEXT") }
    }

    func run() async throws {
        try await reporting {
            if acceptLostEvents { return try await acceptLoss() }
            let results = await Doctor(state: StateDirectory(path: state), file: file).examine()
            for result in results { output == .json ? printJSON(result) : printPlain(result) }
            if results.contains(where: { $0.finding == .bad }) { throw ExitStatus.failed.code }
        }
    }

    private func acceptLoss() async throws {
        let directory = StateDirectory(path: state)
        let lock = try await StateLock.acquire(in: directory, at: .now)
        defer { withExtendedLifetime(lock) {} }
        if !anyway { try await refuseUnknownServices(in: directory) }
        let loss = try await Journal.acceptLoss(in: directory, by: .current, reason: reason ?? "", at: .now)
        StandardStream.output.write(loss.map { "accepted: \($0)" } ?? "the journal has lost nothing")
    }

    /// The next release would take users from what nobody has a record of, and never end it.
    private func refuseUnknownServices(in directory: StateDirectory) async throws {
        let reader = try await JournalReader.open(in: directory)
        guard try await reader.loss() != nil else { return }
        let (services, unasked) = try await reader.unknownServices(in: directory)
        guard !services.isEmpty || !unasked.isEmpty else { return }
        throw CommandFailure(
            .stopped,
            services.map { "it runs, and the journal knows nothing of it: \($0)" } + unasked.map { "\($0)" } + [
                services.isEmpty
                    ? "what runs there may be unknown; make it answer, or go on without with --anyway"
                    : "users may be with it: the next release takes them from it, and nothing here ever ends it; "
                        + "end it first, or accept that with --anyway"
            ])
    }

    private func printPlain(_ result: Examination) {
        let sign =
            switch result.finding {
            case .good: "✔"
            case .warning: "▲"
            case .bad: "✖"
            }
        let line = "\(sign) \(result.subject): \(result.detail)"
        result.finding == .bad ? StandardStream.output.write(red: line) : StandardStream.output.write(line)
        if let remedy = result.remedy { StandardStream.output.write("    \(remedy)") }
    }

    private func printJSON(_ result: Examination) {
        guard let data = try? JSONEncoder().encode(result) else { return }
        StandardStream.output.write(json: String(decoding: data, as: UTF8.self))
    }
}
