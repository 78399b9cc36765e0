import Dashboard
import Delivery
import Hosts
import Foundation
import Journal
import Posix
import StateDirectory
import Telemetry
import Values
import Wording

/// What an environment's users have, and whether it answers at this moment: asked, not remembered.
struct ServiceReport: Sendable {
    let environment: EnvironmentName
    let record: EnvironmentRecord
    /// How many instances answer; `nil` when nothing is in service.
    let answering: Int?
    /// Why nothing can be reached at the router's address; `nil` when something can, or nobody knows the address.
    let routerProblem: String?
    /// The router's process, where it lives and does not answer.
    let silentRouter: Int32?
    /// Where the router sends users, when that is not where the record has them and nothing is being released.
    let strayedTo: Slot?
    /// Instances whose port another process has.
    let takenPorts: [InstanceTrouble]
    /// Instances that answer again, and that the router still keeps requests from.
    let keptOut: [InstanceID]
    /// Why nobody could be asked, so that nothing is known.
    let unasked: String?
    /// Whether every instance that is kept ready answers; `nil` where none was asked.
    let keptAnswers: Bool?

    /// Asks what is in service in all environments, at the same time.
    ///
    /// - Parameter interrupted: the releases that nobody carries out.
    static func all(
        in ledger: Ledger, of state: StateDirectory, interrupted: [ReleaseState]
    ) async -> [ServiceReport] {
        let ports = PortInquiry(state: state, variables: ProcessInfo.processInfo.environment)
        return await withTaskGroup(of: ServiceReport.self) { group in
            let routers = RouterInquiry(state: state)
            for (name, record) in ledger.environments {
                let release = interrupted.first { $0.environment == name }
                group.addTask { await ask(name, record, release, ports, routers) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.environment < $1.environment }
        }
    }

    /// Asks what is in service in one environment.
    static func ask(
        _ name: EnvironmentName, _ record: EnvironmentRecord, interrupted release: ReleaseState?,
        of state: StateDirectory
    ) async -> ServiceReport {
        await ask(
            name, record, release, PortInquiry(state: state, variables: ProcessInfo.processInfo.environment),
            RouterInquiry(state: state))
    }

    private static func ask(
        _ name: EnvironmentName, _ record: EnvironmentRecord, _ release: ReleaseState?, _ ports: PortInquiry,
        _ routers: RouterInquiry
    ) async -> ServiceReport {
        let slot = await routers.servingSlot(in: name)
        var standing: ServiceStanding?
        var unasked: String?
        do {
            standing = try await record.stable?.standing {
                await ports.listener(of: $0, in: name)
            } router: {
                await routers.answers(in: name)
            }
        } catch {
            unasked = error.words
        }
        var problem: String?
        if case .notResponding(let detail)? = standing?.router?.failure { problem = detail }
        let taken = (standing?.answers ?? [:]).compactMap { id, answer in
            if case .portTaken? = answer.failure { answer.failure.map { InstanceTrouble(id, $0) } } else { nil }
        }
        return ServiceReport(
            environment: name, record: record, answering: standing?.answering, routerProblem: problem,
            silentRouter: problem == nil ? nil : await routers.process(in: name),
            strayedTo: release?.strayedWithoutExecutor(to: slot) ?? record.strayed(to: slot),
            takenPorts: taken.sorted { "\($0.instance)" < "\($1.instance)" },
            keptOut: record.keptOut(of: standing?.answers ?? [:], closed: await closed(record, name, routers)),
            unasked: unasked, keptAnswers: await keptAnswers(record, name, ports))
    }

    /// What is kept ready is worth only what answers.
    private static func keptAnswers(
        _ record: EnvironmentRecord, _ name: EnvironmentName, _ ports: PortInquiry
    ) async -> Bool? {
        guard let kept = record.kept, !kept.isEnding else { return nil }
        let standing = try? await kept.deployment.standing {
            await ports.listener(of: $0, in: name)
        } router: {
            false
        }
        return standing.map { $0.answering == kept.deployment.instances.count }
    }

    private static func closed(
        _ record: EnvironmentRecord, _ name: EnvironmentName, _ routers: RouterInquiry
    ) async -> Set<InstanceID>? {
        guard let stable = record.stable else { return nil }
        return await routers.closed(of: stable, in: name)
    }

    /// What is to be said of who listens on the instances' ports; `nil` where that was asked.
    var listenerNote: String? {
        switch record.stable?.listenerNote {
        case .any?: "nobody asks who listens (listener: any)"
        case .unknown(let why)?: "who listens can't be told: \(why)"
        case nil: nil
        }
    }

    var count: Int { record.stable?.instances.count ?? 0 }
    /// `2 of 2 instances answer`
    var countSentence: String { NumberText.answering(answering ?? 0, of: count) }
    /// Whether users get nothing.
    var isDown: Bool { answering.map { $0 <= keptOut.count } == true || routerProblem != nil }
    var isWhole: Bool {
        answering == count && routerProblem == nil && unasked == nil && keptOut.isEmpty && strayedTo == nil
    }

    /// `DOWN: 0 of 2 instances answer, since 12:03:10`; `nil` while all is well.
    var trouble: String? {
        let question = unasked.map { "nobody can tell whether it answers: \($0)" }
        if let takenDown { return takenDown }
        let parts = [strayTrouble, question, instanceTrouble, upkeepTrouble, keptOutTrouble, routerTrouble]
            .compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private var strayTrouble: String? {
        strayedTo.map { slot in
            let recorded = record.stable.map { "\($0.artifact.version) in \($0.slot)" } ?? "nothing in service"
            return "the router sends users to \(slot), and the journal has \(recorded)"
        }
    }

    /// Why what releases by itself waits there.
    var wayBack: String? { record.wayBack.map { $0.sentence } }

    /// The newest version that could be released there; `nil` where none is.
    var ready: String? {
        record.ready.last.map { ready in
            let ahead = ready.ahead.map { ", \(NumberText.count($0, "commit")) ahead" } ?? ""
            return "\(ready.artifact.version) is ready\(ahead), \(since(ready.since))"
        }
    }

    /// What is kept ready beside it, and for how long; `nil` where nothing is.
    var kept: String? {
        record.kept.map { kept in
            let version = kept.deployment.artifact.version
            if kept.isEnding { return "\(version), which was there before, is being ended" }
            guard kept.until > .now else {
                return "\(version) is still there; slipway serve, or the next slipway that works here, ends it"
            }
            let order = "slipway rollback --environment \(environment)"
            guard record.readyKept != nil, keptAnswers != false else {
                return "\(version) is still there, and not all of it answers: \(order) starts it anew"
            }
            let left = "\(version) stays ready for \((kept.until - .now).brief)"
            let isMigrated = record.beforeStable.map { record.migration(after: $0) != nil } ?? false
            return isMigrated
                ? "\(left); the database has moved on since: \(order) wants --over-migration"
                : "\(left): \(order) is immediate"
        }
    }

    /// What a person ended on purpose is no trouble.
    private var takenDown: String? {
        record.takenDown.map { standing in
            "\(record.isStopped ? "taken down" : "is being taken down") by \(standing.by), \(since(standing.since)): "
                + standing.reason
        }
    }

    /// What is done about those that don't answer.
    private var upkeepTrouble: String? {
        guard let answering, answering < count else { return nil }
        let parts = record.upkeeps(of: record.down.map(\.instance)).map { upkeep in
            let name = "\(upkeep.instance)"
            return switch upkeep.state {
            case .givenUp: "\(name): given up after \(upkeep.inARow) starts in a row"
            case .failed: "\(name): could not be started again (\(upkeep.problem?.why ?? "nobody knows why"))"
            case .starting, .started, .up:
                "\(name): started again \(clockText(of: upkeep.since)), start \(upkeep.start)"
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private var instanceTrouble: String? {
        guard let answering, answering < count || count == 0 else { return nil }
        let counts = countSentence
        let causes = takenPorts.map { "; \($0.instance): \($0.failure.inWords)" }.joined()
        guard answering == 0 else { return "only \(counts)\(causes)" }
        return "DOWN: \(counts), \(since(record.downSince))\(causes)"
    }

    /// Who keeps requests from it gives it back: a release under way, or a server.
    private var keptOutTrouble: String? {
        guard !keptOut.isEmpty else { return nil }
        let names = keptOut.map(\.description).joined(separator: ", ")
        return "the router sends no requests to \(names) until slipway serve or the next slipway run looks again"
    }

    private var routerTrouble: String? {
        routerProblem.map { "router DOWN: \($0), \(since(record.routerTrouble?.since))" }
    }

    /// Nobody may have looked before: then it is not known since when.
    private func since(_ time: Timestamp?) -> String {
        guard let time else { return "found just now" }
        let day = dayText(of: time)
        return "since \(day == dayText(of: .now) ? "" : "\(day) ")\(clockText(of: time))"
    }
}

extension ServiceReport {
    /// What is recorded, where somebody looks all the time and records what changes.
    init(recorded record: EnvironmentRecord, of environment: EnvironmentName) {
        self.init(
            environment: environment, record: record, answering: record.stable == nil ? nil : record.answering,
            routerProblem: record.routerTrouble?.detail, silentRouter: nil, strayedTo: nil, takenPorts: [], keptOut: [],
            unasked: nil, keptAnswers: nil)
    }

    /// The same for the screen.
    var note: ServiceNote {
        ServiceNote(
            answering: unasked == nil ? answering : nil, isDown: isDown && record.takenDown == nil, trouble: trouble,
            remarks: [listenerNote, wayBack, ready, kept].compactMap { $0 })
    }
}
