import ArgumentParser
import Control
import Dashboard
import Delivery
import Foundation
import Journal
import StateDirectory
import Values

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show versions and runs.")

    @Option(help: "State directory.")
    var state = ".slipway"

    @Option(help: "plain or json.")
    var output = OutputMode.plain

    func run() async throws {
        try await reporting {
            let reader = try await JournalReader.open(in: StateDirectory(path: state))
            let ledger = try await reader.ledger()
            let runs = try await reader.latestRuns()
            let isCarriedOut = try StateLock.holder(in: StateDirectory(path: state)) != nil
            let services = try await ServiceReport.all(
                in: ledger, of: StateDirectory(path: state),
                interrupted: reader.interruptedReleases(in: StateDirectory(path: state)))
            let troubles = isCarriedOut ? await troubles() : []
            let loss = try await reader.loss()
            if let loss { StandardStream.error.write("what follows is not up to date: \(loss); see slipway doctor") }
            let room = DiskRoom(of: StateDirectory(path: state)).flatMap { $0.isUsedUp ? $0 : nil }
            if let room { StandardStream.error.write(room.sentence) }
            if output == .json {
                printJSON(ledger, services, runs)
                for trouble in troubles { printLine(trouble) }
            } else {
                for trouble in troubles {
                    StandardStream.output.write(red: "\(trouble.pipeline): \(trouble.trouble)")
                }
                printPlain(ledger, services)
                for run in runs {
                    StandardStream.output.write(
                        run.line(isCarriedOut: isCarriedOut, isRecorded: room == nil, at: .now))
                }
            }
            if loss != nil { throw ExitStatus.errored.code }
        }
    }

    /// What the server has to say that is in no journal; nothing where none answers soon.
    private func troubles() async -> [PipelineTrouble] {
        let state = StateDirectory(path: state)
        guard let client = try? await ControlClient.connect(to: state, answerLimit: Self.patience),
            client.greeting.pipelines != nil
        else { return [] }
        return (try? await client.status().troubles) ?? []
    }

    private static let patience = Duration.seconds(2)

    private func printPlain(_ ledger: Ledger, _ services: [ServiceReport]) {
        for service in services {
            let record = service.record
            let stable = record.stable.map { "\($0.artifact.version) (\($0.artifact.digest.short))" } ?? "nothing yet"
            let releasing = record.releasing.map { ", run \($0) is releasing" } ?? ""
            let trouble = service.trouble.map { "  \($0)" } ?? ""
            let note = [service.listenerNote, service.wayBack, service.ready, service.kept].compactMap { $0 }.map {
                "; \($0)"
            }
            .joined()
            let line = "\(service.environment): \(stable)\(releasing)\(trouble)\(note)"
            service.isDown && record.takenDown == nil || service.strayedTo != nil
                ? StandardStream.output.write(red: line)
                : StandardStream.output.write(line)
        }
        for (name, freeze) in ledger.freezes.sorted(by: { $0.key < $1.key }) {
            StandardStream.output.write("\(name): frozen by \(freeze.by): \(freeze.reason)")
        }
        for (stage, transition) in ledger.disabledTransitions.sorted(by: { $0.key < $1.key }) {
            StandardStream.output.write("transition to \(stage): disabled by \(transition.by): \(transition.reason)")
        }
        for (monitor, record) in ledger.monitors.sorted(by: { $0.key < $1.key }) {
            StandardStream.output.write("monitor \(monitor): \(record.alert.map { "ALERT, \($0.detail)" } ?? "up")")
        }
    }

    private func printJSON(_ ledger: Ledger, _ services: [ServiceReport], _ runs: [RunState]) {
        for service in services {
            let record = service.record
            printLine(
                EnvironmentLine(
                    environment: service.environment.rawValue, version: record.stable?.artifact.version,
                    digest: record.stable?.artifact.digest, releasing: record.releasing,
                    instances: record.stable?.instances.count, answering: service.answering,
                    downSince: service.answering == 0 ? record.downSince?.iso8601 : nil,
                    router: service.routerProblem, strayedTo: service.strayedTo,
                    listener: record.stable.map { $0.check?.listener?.rawValue ?? "unknown" },
                    takenDownBy: record.takenDown?.by.name, givenUp: record.givenUp.map { "\($0.instance)" },
                    kept: record.kept?.deployment.artifact.version, keptUntil: record.kept?.until.iso8601,
                    ready: record.ready.last?.artifact.version, readySince: record.ready.last?.since.iso8601,
                    ahead: record.ready.last?.ahead))
        }
        for (name, freeze) in ledger.freezes.sorted(by: { $0.key < $1.key }) {
            printLine(
                StandingLine(frozen: name, transition: nil, pipeline: nil, by: freeze.by.name, reason: freeze.reason))
        }
        for (stage, standing) in ledger.disabledTransitions.sorted(by: { $0.key < $1.key }) {
            printLine(
                StandingLine(
                    frozen: nil, transition: stage.stage, pipeline: stage.pipeline, by: standing.by.name,
                    reason: standing.reason))
        }
        for (monitor, record) in ledger.monitors.sorted(by: { $0.key < $1.key }) {
            printLine(MonitorLine(monitor: "\(monitor)", alert: record.alert?.detail, lastHour: record.lastReport))
        }
        for run in runs {
            printLine(
                RunLine(
                    run: run.number, phase: run.phase, result: run.result, title: run.change?.title,
                    commit: run.change?.commit, dirty: run.change?.isDirty, author: run.change?.author,
                    version: run.artifact?.version,
                    digest: run.artifact?.digest, waitsFor: run.waitingStage?.name,
                    under: run.waitingStage?.approval?.under,
                    approvals: run.stages.compactMap(ApprovalLine.init), finding: run.finding, because: run.stopCause,
                    hold: run.hold?.cause))
        }
    }

    private func printLine(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else { return }
        StandardStream.output.write(json: String(decoding: data, as: UTF8.self))
    }
}

private struct EnvironmentLine: Encodable {
    let environment: String
    let version: String?
    let digest: Digest?
    let releasing: RunNumber?
    let instances: Int?
    /// How many of them answer, now.
    let answering: Int?
    /// Since when none was seen to answer.
    let downSince: String?
    /// Why nothing can be reached where the router should listen.
    let router: String?
    /// Where the router sends users, when that is not where the journal has them.
    let strayedTo: Slot?
    /// Who may listen on the instances' ports: `own`, `any`, or `unknown` where an earlier version released it.
    let listener: String?
    /// Who took it down; then nothing is to answer.
    let takenDownBy: String?
    /// The instances that nobody starts again before slipway up.
    let givenUp: [String]
    /// The version that stays ready for a way back, and until when.
    let kept: String?
    let keptUntil: String?
    /// The newest version that could be released there and never was, since when, and how many commits it brings.
    let ready: String?
    let readySince: String?
    let ahead: Int?
}

private struct StandingLine: Encodable {
    let frozen: EnvironmentName?
    let transition: StageName?
    let pipeline: String?
    let by: String
    let reason: String
}

private struct MonitorLine: Encodable {
    let monitor: String
    let alert: String?
    let lastHour: MonitorReport?
}

private struct RunLine: Encodable {
    let run: RunNumber
    let phase: Phase
    let result: RunResult?
    let title: String?
    let commit: String?
    /// Whether something else than the commit is built; absent where it is not.
    let dirty: Bool?
    let author: String?
    let version: String?
    let digest: Digest?
    /// The stage that waits for an approval.
    let waitsFor: StageName?
    /// The run of the earlier file whose gate that is.
    let under: RunNumber?
    let approvals: [ApprovalLine]
    let finding: Finding?
    /// Which step ended it, and why.
    let because: String?
    let hold: HoldCause?
}

/// What was approved, and by whom.
private struct ApprovalLine: Encodable {
    let stage: StageName
    let by: String
    let commit: String?
    let digest: Digest?

    /// `nil` for a stage that nobody approved.
    init?(_ stage: StageState) {
        guard let approval = stage.approval, let by = approval.answeredBy, stage.result != .rejected else { return nil }
        self.stage = stage.name
        self.by = by.name
        commit = approval.commit
        digest = approval.digest
    }
}
