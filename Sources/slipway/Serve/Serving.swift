import Control
import Delivery
import Executor
import Fleet
import Foundation
import Hosts
import Journal
import Posix
import Server
import StateDirectory
import Triggers
import Values
import Web

/// A server from its start until somebody ends it.
struct Serving: Sendable {
    let session: Session
    let configuration: ServerConfiguration
    let served: [ServedPipeline]
    private let starter: RunStarter
    private let log: ServerLog

    init(session: Session, configuration: ServerConfiguration, served: [ServedPipeline], log: ServerLog) {
        self.session = session
        self.configuration = configuration
        self.served = served
        starter = RunStarter(
            served, keeper: session.keeper, recorder: session.recorder,
            rules: Self.sourceRules(configuration, served), in: session.state)
        self.log = log
    }

    /// What was looked at when the server was started, a commit may have changed.
    static func sourceRules(_ configuration: ServerConfiguration, _ served: [ServedPipeline]) -> SourceRules {
        let (people, variables) = (configuration.people, configuration.secretVariables)
        return SourceRules(people: { people }) { pipeline, file in
            try ServedPipeline.refuseConflicts(of: pipeline, from: file, among: served, withSecrets: variables)
        }
    }

    /// Serves until a signal comes or nothing can be recorded any more, and hands over.
    func carryOut() async throws -> ExitStatus {
        let followers = await followers()
        let tally = try await tally()
        let sinks = try sinks()
        let chronicle = Task { [log, feed = session.feed] in
            for await record in feed.subscribe() {
                tally.take(record, at: .now)
                log.write(record)
            }
        }
        defer { chronicle.cancel() }
        let web = try await openWeb(followers, tally, sinks)
        let status = try await session.serving(
            starter: starter, access: configuration.access, troubles: { Self.troubles(of: followers) }
        ) {
            if configuration.people.isEmpty {
                for pipeline in served where pipeline.pipeline.refusesAuthors {
                    log.write(.warning, "\(pipeline.name): \(PeopleAdvice.nobodyIsKnown(in: configuration.people))")
                }
            }
            let naming = warnOfUnknownAccounts()
            defer { naming.cancel() }
            log.write(.info, "serving \(served.map(\.name).joined(separator: ", ")) from \(session.state.path)")
            // After a reboot: users are with what is in service before anything goes on.
            try await settle()
            try await session.keeper.takeUpAll(by: .current)
            let status = await work(followers, sinks, tally)
            await session.keeper.handOver()
            return status
        }
        await web?.stop()
        log.write(.info, "stopped; the next slipway serve takes the runs up")
        await log.flush()
        return status
    }

    /// Until what is in service answers again, or somebody ends the server.
    private func settle() async throws {
        let requests = Interruption.shared.requests()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [session] in try await ServiceKeeper(of: session).settle(within: Self.patience) }
            group.addTask { _ = await requests.first { _ in true } }
            try await group.next()
            group.cancelAll()
        }
    }

    /// A misspelt name would keep somebody out in the minute in which they are needed. It may only be unknown for now,
    /// where accounts come over a network.
    ///
    /// Nobody waits for the answer, which may take minutes: runs are to be taken up. Whoever cancels it hears nothing more.
    private func warnOfUnknownAccounts() -> Task<Void, Never> {
        let names = configuration.accounts.union(configuration.groups.values.joined()).sorted()
        return Task { [log] in
            let unknown = await Offloaded.run { names.filter { !Actor.hasAccount($0) } }
            for name in unknown where !Task.isCancelled {
                log.write(.warning, "this machine has no account \(name.quoted), which may give orders")
            }
        }
    }

    /// Goes on with everything that goes on until it is ended.
    private func work(
        _ followers: [String: SourceFollower], _ sinks: [ServedSink], _ tally: ServerTally
    ) async -> ExitStatus {
        await withTaskGroup(of: ExitStatus?.self) { group in
            group.addTask { await ending() }
            group.addTask { await failure() }
            group.addTask { await watchRoom() }
            group.addTask { await tidy() }
            group.addTask { await removeSources() }
            group.addTask { await lookAfterService() }
            for follower in followers.values {
                group.addTask {
                    await follower.carryOn()
                    return nil
                }
            }
            for sink in sinks {
                group.addTask {
                    await sink.carryOn(wakingOn: session.feed.subscribe())
                    return nil
                }
            }
            for pipeline in served {
                for monitor in pipeline.pipeline.monitors {
                    group.addTask { await watch(monitor, of: pipeline.name, tally) }
                }
            }
            defer { group.cancelAll() }
            for await status in group {
                if let status { return status }
            }
            return .errored
        }
    }

    /// A second signal ends the program at once; leases then return the traffic.
    private func ending() async -> ExitStatus? {
        let requests = Interruption.shared.requests()
        guard await requests.first(where: { _ in true }) != nil else { return nil }
        log.write(.info, "asked to end; handing over")
        return .succeeded
    }

    /// Says when there is no room to record anything, and when there is again.
    private func watchRoom() async -> ExitStatus? {
        for await trouble in session.recorder.room.changes() {
            log.write(
                trouble == nil ? .info : .error, trouble?.whileItLasts ?? "there is room again; everything goes on")
        }
        return nil
    }

    private func failure() async -> ExitStatus? {
        for await error in session.keeper.fatalErrors {
            log.write(.error, "nothing can be recorded any more: \(error)")
            return .errored
        }
        return nil
    }

    private func watch(_ monitor: Monitor, of pipeline: String, _ tally: ServerTally) async -> ExitStatus? {
        await whileRecording {
            try await MonitorRound(
                monitor, of: pipeline, recorder: session.recorder, now: { .now },
                checked: { tally.take($1, of: $0) }, trouble: { [log] in log.write(.warning, "\($0)") }
            ).carryOn()
        }
    }

    /// Keeps up what is in service.
    private func lookAfterService() async -> ExitStatus? {
        await whileRecording { try await ServiceKeeper(of: session).carryOn() }
    }

    /// How long runs wait until what is in service answers again. What takes longer is waited for beside them.
    private static let patience = Duration.seconds(60)

    /// Goes on with a round until it is cancelled; one that can't record any more ends the server.
    private func whileRecording(_ round: () async throws -> Void) async -> ExitStatus? {
        do {
            try await round()
            return nil
        } catch is CancellationError {
            return nil
        } catch {
            log.write(.error, "nothing can be recorded any more: \(error)")
            return .errored
        }
    }

    /// Removes what is older than what is to be kept, once a day.
    private func tidy() async -> ExitStatus? {
        while !Task.isCancelled {
            do {
                let report = try await session.journal.prune(keeping: configuration.retention, at: .now)
                let ledger = await session.recorder.ledger
                for run in report.removed where !ledger.needsWorkspace(of: run) { session.state.removeFiles(of: run) }
                let remains = InstanceRemains(state: session.state, variables: ProcessInfo.processInfo.environment)
                for problem in await remains.remove(of: report.removed, knowing: ledger) {
                    log.write(.warning, "\(problem)")
                }
                await removeArtifacts(unless: ledger)
                if report.events > 0 { log.write(.info, "removed \(report.events) old events") }
            } catch {
                log.write(.warning, "old events could not be removed: \(error)")
            }
            try? await Task.sleep(for: .seconds(86_400))
        }
        return nil
    }

    /// Every hour: a whole clone a run fills a disk sooner than anything else does.
    private func removeSources() async -> ExitStatus? {
        while !Task.isCancelled {
            do {
                let removed = try await SpentSources(session: session).remove()
                if removed > 0 { log.write(.info, "removed the sources of \(removed) runs") }
            } catch {
                log.write(.warning, "old sources could not be removed: \(error)")
            }
            try? await Task.sleep(for: .seconds(3600))
        }
        return nil
    }

    /// Of runs that have not ended everything may be needed; of what failed, for a while.
    private func removeArtifacts(unless ledger: Ledger) async {
        var kept = ledger.environments.values.reduce(into: Set<Digest>()) { $0.formUnion($1.keptVersions) }
        do {
            for run in try await session.journal.reader.unfinishedRuns() {
                if let digest = try await session.journal.reader.state(of: run)?.artifact?.digest {
                    kept.insert(digest)
                }
            }
        } catch {
            return log.write(.warning, "old artifacts could not be removed: \(error)")
        }
        let store = ArtifactStore(directory: URL(filePath: session.state.artifacts))
        let removed = store.prune(keeping: kept, olderThan: .seconds(7 * 86_400))
        if !removed.isEmpty { log.write(.info, "removed \(removed.count) old artifacts") }
    }

    private func followers() async -> [String: SourceFollower] {
        let ledger = await session.recorder.ledger
        var followers: [String: SourceFollower] = [:]
        for pipeline in served {
            followers[pipeline.name] = SourceFollower(
                pipeline, every: configuration.poll, known: ledger.pipelines[pipeline.name]?.lastCommit,
                starter: starter, tell: { [log] in log.write($0, of: pipeline.name) })
        }
        return followers
    }

    private static func troubles(of followers: [String: SourceFollower]) -> [PipelineTrouble] {
        followers.sorted { $0.key < $1.key }.compactMap { name, follower in
            follower.trouble.map { PipelineTrouble(pipeline: name, trouble: $0) }
        }
    }

    private func tally() async throws -> ServerTally {
        var runs: [RunState] = []
        for number in try await session.journal.reader.unfinishedRuns() {
            if let run = try await session.journal.reader.state(of: number) { runs.append(run) }
        }
        return ServerTally(
            version: Slipway.version, since: .now, served: served, ledger: await session.recorder.ledger, runs: runs)
    }

    private func sinks() throws -> [ServedSink] {
        try configuration.sinks.map { sink in
            try ServedSink(sink, journal: session.journal.reader, in: session.state, log: log)
        }
    }

    private func openWeb(
        _ followers: [String: SourceFollower], _ tally: ServerTally, _ sinks: [ServedSink]
    ) async throws -> WebServer? {
        guard let http = configuration.http else { return nil }
        let answers = WebAnswers(
            names: Set(served.map(\.name)), followers: followers, tally: tally, sinks: sinks, journal: session.journal,
            state: session.state, log: log)
        let server = try await WebServer.start(http, webhookSecret: configuration.webhookSecret, delegate: answers)
        log.write(.info, "answering HTTP at \(server.address)")
        return server
    }
}
