import Delivery

/// What both sides of a release are called, in all panels alike. A promotion makes the candidate stable: from then on
/// the two are the old and the new version, so that no name changes its side.
struct SideNames: Equatable {
    let stable: String
    let candidate: String

    init(_ release: ReleaseState?) {
        let isIn = release.map { $0.isPromoted && !$0.isRollingBack } ?? false
        stable = isIn ? "old" : "stable"
        candidate = isIn ? "new" : "canary"
    }
}
