import ArgumentParser
import Dashboard
import Delivery
import Fleet
import Foundation
import Journal
import StateDirectory
import Values

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Print what steps and instances print.",
        discussion: """
            Without a step or an instance: all steps of the run, one after the other. What would act on a terminal is \
            left out, unless --raw is given. Of a long output the beginning and the end are kept.
            """)

    @Argument(help: "The run's number; the latest where it is left out.")
    var run: String?

    @Argument(help: "A step, by its title or as build/1, or an instance, as green-1 or local/green-1.")
    var stepOrInstance: [String] = []

    @Flag(name: .shortAndLong, help: "Go on with what comes, to the end.")
    var follow = false

    @Flag(help: "Byte for byte, as it was printed: a terminal acts on what is in it.")
    var raw = false

    @Option(help: "State directory.")
    var state = ".slipway"

    func validate() throws {
        if let number = run.flatMap({ Int($0) }), number < 1 { throw ValidationError("runs are numbered from 1") }
        if ([run].compactMap(\.self) + stepOrInstance).contains(where: \.isEmpty) {
            throw ValidationError("an empty word names nothing; leave it out to print everything")
        }
    }

    func run() async throws {
        try await reporting {
            let directory = StateDirectory(path: state)
            let reader = try await JournalReader.open(in: directory)
            let run = try await reader.run(number)
            let logs = RunLogs(
                run: run.number, reader: reader, desk: OutputDesk(state: directory), follows: follow,
                printer: LogPrinter(isRaw: raw))
            try await word.isEmpty ? logs.printAll() : logs.print(word)
        }
    }

    private var number: RunNumber? { run.flatMap { Int($0) }.map { RunNumber($0) } }

    /// Titles have spaces, and nobody wants to quote them.
    private var word: String {
        let first = number == nil ? [run].compactMap { $0 } : []
        return (first + stepOrInstance).joined(separator: " ")
    }
}

/// What the steps and instances of a run print.
private struct RunLogs: Sendable {
    let run: RunNumber
    let reader: JournalReader
    let desk: OutputDesk
    let follows: Bool
    let printer: LogPrinter

    private static let pause = Duration.milliseconds(250)

    /// Everything that commands of steps print, one after the other.
    func printAll() async throws {
        var printed: Set<OutputOwner> = []
        while true {
            let run = try await reader.run(run)
            let news = run.begunCommands.filter { !printed.contains($0.owner) }
            for target in news {
                StandardStream.output.write("── \(target.fullName) ──")
                if try await !print(target) { StandardStream.output.write("nothing of it is kept") }
                printed.insert(target.owner)
            }
            guard news.isEmpty || !follows else { continue }
            if !follows || run.result != nil { break }
            try await Task.sleep(for: Self.pause)
        }
        try await tellOfInstances(printed.isEmpty)
    }

    /// The output of the one step or instance that is meant.
    func print(_ word: String) async throws {
        let state = try await reader.run(run)
        let targets = state.allOutputTargets(try await reader.ledger())
        let meant = targets.meant(by: word)
        guard let target = meant.first, meant.count == 1 else {
            throw CommandFailure(.usage, refusal(of: word, meant, outOf: targets))
        }
        guard try await print(target) else {
            let isOver = state.result != nil || state.begunCommands.contains(target)
            throw CommandFailure(
                .usage, "\(target.fullName) \(isOver ? "left no output that is kept" : "has not begun")")
        }
    }

    private func refusal(of word: String, _ meant: [OutputTarget], outOf all: [OutputTarget]) -> String {
        guard meant.isEmpty else { return "\(word.quoted) may be \(Self.list(meant))" }
        let rest = all.isEmpty ? "nothing in it prints" : "there are: \(Self.list(all))"
        return "nothing in run \(run) that prints is called \(word.quoted); \(rest)"
    }

    private static func list(_ targets: [OutputTarget]) -> String {
        targets.map(\.fullName).joined(separator: ", ")
    }

    /// - Returns: whether anything of it is kept.
    private func print(_ target: OutputTarget) async throws -> Bool {
        let command = try await desk.command(of: target.owner, in: run)
        guard follows else { return try await printer.print(command) }
        while try await command.state() == .notStarted {
            guard try await reader.run(run).result == nil else { return false }
            try await Task.sleep(for: Self.pause)
        }
        try await printer.follow(command)
        return true
    }

    /// How to see more; for people, and not for what reads the output.
    private func tellOfInstances(_ isEmpty: Bool) async throws {
        let instances = try await reader.run(run).outputTargets(try await reader.ledger()).filter(\.isInstance)
        if isEmpty { StandardStream.error.write("no step of run \(run) has printed anything yet") }
        guard !instances.isEmpty, isatty(STDOUT_FILENO) == 1 else { return }
        StandardStream.error.write(
            "instances print as well; slipway logs \(run.value) and one of \(Self.list(instances))")
    }
}

extension OutputTarget {
    fileprivate var isInstance: Bool {
        switch owner {
        case .step: false
        case .instance: true
        }
    }
}
