import Delivery
import Values
import Wording

/// Whether what users have answers, its instances and the router in front of them, in words: the same on every panel
/// and in every dialog.
struct StableHealth: Equatable {
    /// `1.41.0: DOWN since 12:03:10, 0 of 2 answer`.
    let sentence: String
    let role: Role
    /// Whether all of them answer.
    let isWhole: Bool

    /// During a release, of what users had before it.
    init(_ release: ReleaseState, _ context: ViewContext) {
        let version = release.plan.previous?.artifact.version ?? ""
        if release.needsStable, release.isStableUnknown {
            if context.model.isServiceDown, let known = StableHealth(context.outlook?.record, context) {
                self = known
                return
            }
            self.init(sentence: "\(version): is being asked whether it answers", role: .warning, isWhole: false)
        } else {
            self.init(
                version, answering: release.answeringStable, of: release.leaving.count,
                since: release.stableDownSince, context)
        }
    }

    /// Of what is recorded as in service.
    init?(_ record: EnvironmentRecord?, _ context: ViewContext) {
        guard let record, let stable = record.stable else { return nil }
        let instances = StableHealth(
            stable.artifact.version, answering: record.answering, of: stable.instances.count,
            since: record.downSince, context)
        guard let router = record.routerTrouble else {
            self = instances
            return
        }
        let words = "router DOWN since \(context.time(router.since)): \(router.detail)"
        let sentence =
            instances.isWhole ? "\(stable.artifact.version): \(words)" : "\(instances.sentence); \(words)"
        self.init(sentence: sentence, role: .failed, isWhole: false)
    }

    private init(
        _ version: String, answering: Int, of count: Int, since: Timestamp?, _ context: ViewContext
    ) {
        let counts = NumberText.answering(answering, of: count)
        let when = since.map { " since \(context.time($0))" } ?? ""
        isWhole = answering == count && count > 0
        if isWhole {
            (sentence, role) = ("\(version): \(counts)", .succeeded)
        } else if answering == 0 {
            (sentence, role) = ("\(version): DOWN\(when), 0 of \(count) answer", .failed)
        } else {
            (sentence, role) = ("\(version): only \(counts)", .warning)
        }
    }

    private init(sentence: String, role: Role, isWhole: Bool) {
        self.sentence = sentence
        self.role = role
        self.isWhole = isWhole
    }
}
