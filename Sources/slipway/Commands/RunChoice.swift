import Control
import Delivery
import Foundation
import Journal
import StateDirectory
import Values
import Wording

/// The run that an order is for, and what its giver saw of it.
struct RunChoice {
    /// `nil` is the only one under way.
    var run: RunNumber?
    var seen: SeenChange?
}

/// Finds the run that an order is for. What judges a change, or has users get it, is never for whatever happens to wait.
struct RunChooser {
    let order: Order
    let wanted: RunNumber?
    let state: StateDirectory
    /// Whoever carries runs out, if anybody does.
    let client: ControlClient?

    /// Whether a server has the state directory: then a newer run may take the place of the one that waits.
    private var isServed: Bool { client?.greeting.pipelines != nil }

    /// - Throws: `CommandFailure` when a number is missing and nobody can be asked, or nothing is to be ordered.
    func choose() async throws -> RunChoice {
        guard !order.isStop else { return RunChoice(run: wanted) }
        if let wanted, let client, let shown = try await shown(of: wanted, by: client) { return shown }
        let reader = try await JournalReader.open(in: state)
        if let wanted {
            return RunChoice(run: wanted, seen: try await reader.state(of: wanted).map(SeenChange.init))
        }
        guard order.needsRun else { return RunChoice() }
        var unfinished: [RunState] = []
        for number in try await reader.unfinishedRuns() {
            if let run = try await reader.state(of: number) { unfinished.append(run) }
        }
        let unnamed = UnnamedRun(order, outOf: unfinished)
        guard !isServed, Terminal.canAsk, unnamed.candidates.count == 1 else {
            let options = state.path == StateDirectory(path: ".slipway").path ? "" : " --state \(state.path)"
            throw CommandFailure(.usage, unnamed.sentences(options: options))
        }
        return try await ask(about: unnamed.candidates[0])
    }

    /// What the executor shows of a run: also to accounts that may give orders and not read the journal.
    private func shown(of run: RunNumber, by client: ControlClient) async throws -> RunChoice? {
        let status = try await client.status().runs.first { $0.run == run }
        return status.map { status in
            RunChoice(
                run: run,
                seen: SeenChange(
                    run: run, stage: status.waitsFor, commit: status.commit, digest: status.digest))
        }
    }

    /// What is shown is what the order is for.
    private func ask(about run: RunState) async throws -> RunChoice {
        for line in Self.facts(of: run) { StandardStream.output.write(line) }
        guard await Terminal.agrees(to: "\(order.rawValue) run \(run.number)?") else {
            throw CommandFailure(.failed, "nothing was ordered")
        }
        return RunChoice(run: run.number, seen: SeenChange(run))
    }

    private static func facts(of run: RunState) -> [String] {
        let place = run.waitingStage.map { "\($0.name) waits for an approval" } ?? progress(run.activeReleases)
        let facts: [(String, String?)] = [
            ("commit", run.change?.commit), ("author", run.change?.author), ("subject", run.change?.title),
            ("dirty", run.change?.isDirty == true ? "what is built is not what the commit says" : nil),
            ("rules", run.ruleChange?.sentence),
            ("artifact", run.artifact.map { "\($0.version), \($0.size)" }),
            ("digest", run.artifact?.digest.hexadecimal),
        ]
        return ["run \(run.number) of \(run.pipeline?.name ?? "a pipeline"): \(place ?? "under way")"]
            + facts.compactMap { name, text in
                text.map { "  \(name.padding(toLength: 9, withPad: " ", startingAt: 0))\($0)" }
            } + commits(of: run)
    }

    private static func commits(of run: RunState) -> [String] {
        (run.change?.commits ?? [:]).sorted { $0.key < $1.key }.flatMap { environment, commits in
            ["  \(environment): " + (commits.lines(most: 0).first ?? "")]
                + commits.lines(most: 20).dropFirst().map { "    \($0)" }
        }
    }

    private static func progress(_ releases: [ReleaseState]) -> String? {
        let parts = releases.map { "\($0.environment) has \($0.plan.artifact.version) at \($0.split)" }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
