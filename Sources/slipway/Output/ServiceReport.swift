import Delivery
import Foundation
import Telemetry

/// What an environment's users have, and whether it answers at this moment: asked, not remembered.
struct ServiceReport: Sendable {
    let environment: EnvironmentName
    let record: EnvironmentRecord
    /// How many instances answer; `nil` when nothing is in service.
    let answering: Int?
    /// Why nothing can be reached at the router's address; `nil` when something can, or nobody knows the address.
    let routerProblem: String?

    /// Asks what is in service in all environments, at the same time.
    static func all(in ledger: Ledger) async -> [ServiceReport] {
        await withTaskGroup(of: ServiceReport.self) { group in
            for (name, record) in ledger.environments { group.addTask { await ask(name, record) } }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.environment < $1.environment }
        }
    }

    private static func ask(_ name: EnvironmentName, _ record: EnvironmentRecord) async -> ServiceReport {
        let standing = try? await record.stable?.standing()
        var problem: String?
        if case .notResponding(let detail)? = standing?.router?.failure { problem = detail }
        return ServiceReport(
            environment: name, record: record, answering: standing?.answering, routerProblem: problem)
    }

    var count: Int { record.stable?.instances.count ?? 0 }
    /// Whether users get nothing.
    var isDown: Bool { answering == 0 || routerProblem != nil }
    var isWhole: Bool { answering == count && routerProblem == nil }

    /// `DOWN: 0 of 2 instances answer, since 12:03:10`; `nil` while all is well.
    var trouble: String? {
        let parts = [instanceTrouble, routerTrouble].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private var instanceTrouble: String? {
        guard let answering, answering < count || count == 0 else { return nil }
        let counts = "\(answering) of \(count) instance\(count == 1 ? "" : "s") answer"
        guard answering == 0 else { return "only \(counts)" }
        return "DOWN: \(counts), \(since(record.downSince))"
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
