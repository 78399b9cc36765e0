/// A key of the format that this version can't carry out yet. It is refused rather than ignored: a check that is written
/// down and not made is worse than none.
package struct PlannedKey: Sendable {
    let key: String
    /// What to write until then.
    let instead: String
    /// The required key that it would stand in for; that one is not reported as missing as well.
    let standsFor: String?

    package init(_ key: String, instead: String, standsFor: String? = nil) {
        self.key = key
        self.instead = instead
        self.standsFor = standsFor
    }
}
