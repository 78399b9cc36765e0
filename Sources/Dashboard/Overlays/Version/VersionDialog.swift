import Delivery
import Values

/// The question whether a version that was built before is to be released; or why that can't be done.
///
/// It says what would happen as it was when it was asked: a yes is for that, and refused when something else is in service
/// by then.
struct VersionDialog: TwoButtonDialog, Equatable {
    let order: VersionOrder
    let title: String
    let facts: [Fact]
    /// Whether there is anything to say yes to.
    let isPossible: Bool
    /// Whether it leads back.
    let isWayBack: Bool
    private(set) var focus = DashboardDialog.Focus.cancel

    var overlay: DashboardUI.Overlay { .version(self) }

    /// - Parameter isBusy: whether this program carries out a run that has not ended.
    init(_ order: VersionOrder, _ overview: StateOverview, isBusy: Bool, at now: Timestamp) {
        var order = order
        let record = overview.ledger.environments[order.environment]
        order.replaces = record?.stable?.artifact.digest
        self.order = order
        do throws(Refusal) {
            let version = try overview.ledger.version(for: order, stored: overview.stored)
            guard !isBusy else { throw Refusal.ownRunGoesOn }
            title =
                version.isWayBack
                ? "Back to \(version.artifact.version) in \(order.environment)?"
                : "Release \(version.artifact.version) to \(order.environment)?"
            facts = VersionFacts(order: order, version: version, record: record, overview: overview, now: now).all
            (isPossible, isWayBack) = (true, version.isWayBack)
        } catch {
            title = order.choice == .previous ? "Back, in \(order.environment)" : "To \(order.environment)"
            facts = Self.facts(of: error, order, record)
            (isPossible, isWayBack) = (false, order.choice == .previous)
        }
    }

    /// To what was in service before, as `slipway rollback` after the end of a run.
    static func wayBack(in environment: EnvironmentName) -> VersionOrder {
        VersionOrder(.previous, to: environment, isAtOnce: true)
    }

    private static func facts(
        of refusal: Refusal, _ order: VersionOrder, _ record: EnvironmentRecord?
    ) -> [Fact] {
        let why = Fact(label: "not now", text: refusal.description, role: .warning, attributes: .bold)
        guard let command = order.commandOverMigration(in: record) else { return [why] }
        return [why, Fact(label: "type", text: command, role: .heading)]
    }

    func focusing(_ focus: DashboardDialog.Focus) -> VersionDialog {
        var copy = self
        copy.focus = isPossible ? focus : .cancel
        return copy
    }

    func keys(_ ui: DashboardUI) -> KeyTable<KeyContext, DialogAction> {
        DialogKeys.plain(canConfirm: isPossible, ui.keys)
    }
}

extension Refusal {
    /// One run at a time is carried out by a screen.
    fileprivate static let ownRunGoesOn = Refusal(
        "this program carries out a run that has not ended: let it end first, or cancel it")
}

extension VersionOrder {
    /// What to type where a migration lies in between: that wants a reason. `nil` where none does.
    fileprivate func commandOverMigration(in record: EnvironmentRecord?) -> String? {
        guard let record else { return nil }
        switch choice {
        case .previous:
            guard let version = record.beforeStable, record.migration(after: version) != nil else { return nil }
            return "slipway rollback --environment \(environment) --over-migration --reason TEXT"
        case .named(let digest):
            let version = record.versions.last { $0.artifact.digest.hexadecimal == digest }
            guard let version, record.migration(after: version) != nil else { return nil }
            return
                "slipway release \(version.artifact.digest.short) --to \(environment) --over-migration --reason TEXT"
        }
    }
}
