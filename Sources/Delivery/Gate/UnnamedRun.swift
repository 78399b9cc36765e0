import Values
/// An order that has to say which run it means, and does not: what there is to choose from.
public struct UnnamedRun: Sendable {
    /// Those that the order could be for.
    public let candidates: [RunState]
    private let order: Order

    /// - Parameter runs: those under way.
    public init(_ order: Order, outOf runs: [RunState]) {
        self.order = order
        candidates = runs.filter { $0.isCandidate(for: order) }
    }

    /// What is missing, and then each run with the order that would be for it.
    ///
    /// - Parameter options: what the order has to end with, beside the number.
    public func sentences(options: String = "") -> [String] {
        let lack = "\(order.rawValue) needs the number of a run, so that it is for the change that you looked at"
        guard !candidates.isEmpty else { return ["\(lack); \(nothing)"] }
        return [lack]
            + candidates.map {
                "\($0.whatItDoes): slipway \(order.rawValue) \($0.number.value)\(options)"
            }
    }

    private var nothing: String {
        order == .promote ? "no release is under way" : "no run waits for an approval"
    }
}

extension Refusal {
    public init(_ unnamed: UnnamedRun) {
        self.init(unnamed.sentences().joined(separator: "; "))
    }
}

extension RunState {
    /// The change and what was built from it, in a few words; `nil` while neither is known.
    public var changeInBrief: String? {
        let author = change?.author.map { " by \($0)" } ?? ""
        let commit = change?.commit.map { "commit \($0.prefix(12))\(author)" }
        let built = artifact.map { "artifact \($0.digest.short)" }
        let parts = [commit, built].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Everywhere that it releases to now.
    private var destinations: String {
        activeReleases.map(\.environment.rawValue).joined(separator: " and ")
    }

    fileprivate func isCandidate(for order: Order) -> Bool {
        order == .promote ? activeRelease != nil : waitingStage != nil
    }

    /// `run #6 of shop waits for an approval of production, “Add gift cards”, commit 4f2c1a9 by Ana, artifact 1b2c3d4e5f60`
    fileprivate var whatItDoes: String {
        let doing =
            waitingStage.map { "waits for an approval of \($0.name)" }
            ?? activeRelease.map { "releases \($0.plan.artifact.version) to \(destinations)" } ?? "is under way"
        let parts = ["run \(number) of \(pipeline?.name ?? "a pipeline") \(doing)", change.map { "“\($0.title)”" }]
        return (parts + [changeInBrief]).compactMap { $0 }.joined(separator: ", ")
    }
}
