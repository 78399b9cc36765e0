import ArgumentParser
import Delivery
import Foundation
import Journal
import StateDirectory
import Triggers
import Values

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Release a version that was built before, without a build.",
        discussion: """
            A run of its own: the stored archive, compared with its digest, goes through the gate, the checks and the \
            strategy of the stage that deploys there. slipway versions shows what there is.
            """)

    @Argument(help: "The version, or the beginning of its digest.")
    var version: String

    @Option(name: .customLong("to"), help: "The environment.")
    var environment: String

    @Flag(help: "To everybody as soon as it is ready, without the strategy; the gate stays. Needs a reason.")
    var atOnce = false

    @Flag(help: "Also where the database has moved on for good since. Needs a reason.")
    var overMigration = false

    @Option(help: "Reason, kept in the record.")
    var reason: String?

    @Option(help: "The pipeline file, where no server works in the state directory.")
    var file = "slipway.yml"

    @Option(help: "plain, json or dashboard; by default whatever suits the terminal.")
    var output: OutputMode?

    @Option(help: "State directory.")
    var state = ".slipway"

    func validate() throws { try check(reason: reason) }

    func run() async throws {
        try await reporting {
            let order = VersionOrder(
                .named(version), to: EnvironmentName(environment), isAtOnce: atOnce, reason: reason,
                isOverMigration: overMigration)
            throw try await VersionRelease(
                order: order, file: file, state: StateDirectory(path: state), output: output ?? .suitable
            ).carryOut().code
        }
    }
}

struct VersionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "Show which versions were released, and which can be released again.")

    @Argument(help: "The environment; all of them where it is left out.")
    var environment: String?

    @Option(help: "State directory.")
    var state = ".slipway"

    @Option(help: "plain or json.")
    var output = OutputMode.plain

    func run() async throws {
        try await reporting {
            let directory = StateDirectory(path: state)
            let ledger = try await JournalReader.open(in: directory).ledger()
            let stored = VersionPlan.stored(in: directory)
            let names = try names(in: ledger)
            for name in names {
                for line in VersionLine.all(of: name, in: ledger, stored: stored) {
                    output == .json
                        ? StandardStream.output.write(json: line.json)
                        : StandardStream.output.write(line.plain(namingEnvironment: names.count > 1))
                }
            }
        }
    }

    private func names(in ledger: Ledger) throws -> [EnvironmentName] {
        let known = ledger.environments.keys.sorted()
        guard let environment else { return known }
        guard known.contains(EnvironmentName(environment)) else {
            let names = known.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                .failed,
                "nothing was ever released into \(environment); there \(known.isEmpty ? "is nothing" : "are \(names)")")
        }
        return [EnvironmentName(environment)]
    }
}
