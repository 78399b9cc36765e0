import Control
import Dashboard
import Delivery
import Foundation
import Journal
import StateDirectory

/// Shows a run that somebody else carries out, that nobody does, or that has ended. It takes no run up; but the keys of a
/// live view may start a release.
struct RunViewer: Sendable {
    let run: RunNumber
    let state: StateDirectory
    let mode: OutputMode
    /// The pipeline file, for releases where no server works in the state directory.
    var file = "slipway.yml"
    /// The page that a live view begins with.
    var first = FirstPage.run

    /// How long a run that is followed in lines may be without an executor until it counts as abandoned.
    private static let patience = Duration.seconds(10)

    /// Shows what an executor tells of the run, to its end; in the live view, keys become orders to it.
    func follow(_ client: ControlClient) async throws -> ExitStatus {
        let reader = try await JournalReader.open(in: state)
        guard mode == .dashboard else { return try await printOn(reader, patience: Self.patience) }
        return try await show(reader, as: client.greeting.you) {
            try await $0.follow(run, ExecutorAbsence(of: run, in: state))
        }
    }

    /// Shows a run that nobody carries out, as it stands; somebody may be just about to take it up.
    func lookAtAbandoned() async throws -> ExitStatus {
        let reader = try await JournalReader.open(in: state)
        guard mode == .dashboard else { return try await printOn(reader, patience: .seconds(2)) }
        return try await show(reader, as: .current) {
            try await $0.follow(run, ExecutorAbsence(of: run, in: state, isCertain: true))
        }
    }

    private func give(_ order: DashboardOrder, _ releases: ScreenReleases) async -> Refusal? {
        do {
            if try await releases.give(order) { return nil }
            let client = try await ControlClient.connect(to: state)
            _ = try await client.order(
                order.order, run: order.seen.run ?? run, id: UUID().uuidString, reason: order.reason,
                anyway: order.anyway,
                seen: order.seen, environment: order.environment)
            return nil
        } catch {
            return Refusal("\(error)")
        }
    }

    private func printOn(_ reader: JournalReader, patience: Duration) async throws -> ExitStatus {
        var follower = EventFollower(run: run, in: state, reader: reader, patience: patience)
        do {
            let printer = EventPrinter(mode: mode, namesEnvironments: await namesEnvironments(reader))
            try await follower.follow { printer.print($0) }
        } catch is RunAbandoned {
            throw CommandFailure(.errored, abandoned)
        }
        return follower.result.map(ExitStatus.init) ?? .succeeded
    }

    private func namesEnvironments(_ reader: JournalReader) async -> Bool {
        (try? await reader.state(of: run))?.namesEnvironments ?? false
    }

    private var abandoned: String {
        "run \(run) has not ended, and nobody carries it out; go on with it: slipway run --continue "
            + "--state \(state.path)"
    }

    /// Leaving a run that goes on says nothing about how it ends.
    private func show(
        _ reader: JournalReader, as actor: Actor, _ open: (StateRuns) async throws -> OpenRun
    ) async throws -> ExitStatus {
        let releases = ScreenReleases(in: state, file: file)
        let runs = StateRuns(state: state, reader: reader, releases: releases)
        let opened = try await open(runs)
        // The terminal's end says itself twice: whoever ends in good order because of the first outlives the second.
        let requests = Interruption.shared.requests()
        defer { withExtendedLifetime(requests) {} }
        let farewell = try await DashboardSession.run(
            opened.records, model: opened.model, actor: actor, ownsRun: false, themes: .installed, first: first,
            source: RecordedSource(reader: reader, state: state), desk: runs,
            asides: DashboardSession.Asides(stops: Interruption.shared.requests(), contacts: opened.contacts)
        ) { await give($0, releases) }
        if farewell.ending == .interrupted { Interruption.shared.noteHangUp() }
        if !farewell.standardError.isEmpty { StandardStream.error.write(lines: farewell.standardError) }
        if let status = try await releases.end(farewell.ending) { return status }
        if farewell.model.isAbandoned { StandardStream.error.write("slipway: \(abandoned)") }
        guard farewell.model.isInContact else { return .errored }
        return farewell.model.run.result.map(ExitStatus.init) ?? .succeeded
    }

    /// Shows a run that has ended.
    func look(at past: RunState) async throws -> ExitStatus {
        let reader = try await JournalReader.open(in: state)
        guard mode == .dashboard else {
            let printer = EventPrinter(mode: mode, namesEnvironments: past.namesEnvironments)
            for try await record in reader.events(run: run) { printer.print(record) }
            return past.result.map(ExitStatus.init) ?? .succeeded
        }
        return try await show(reader, as: .current) { try await $0.look(at: past) }
    }
}
