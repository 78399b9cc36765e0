/// Which attempts at effects are under way: it begins what the state wants and cancels what it no longer wants. Whoever
/// carries effects out does as it says, and tells when an attempt has come to its end.
public struct Reconciler: Sendable {
    /// One attempt at an effect. The same effect may be wanted again later: then that is another attempt.
    public struct Attempt: Hashable, Sendable {
        public let effect: Effect
        /// In the order in which they were wanted.
        public let number: Int
    }

    /// What whoever carries effects out is to do now: cancel first.
    public struct Change: Equatable, Sendable {
        public var cancelled: [Attempt] = []
        public var begun: [Attempt] = []

        public init(cancelled: [Attempt] = [], begun: [Attempt] = []) {
            self.cancelled = cancelled
            self.begun = begun
        }
    }

    /// The attempt at each wanted effect, also once it has come to its end.
    private var wanted: [Effect: Attempt] = [:]
    /// Wanted, and not begun before these have ended.
    private var waiting: [Attempt: Set<Attempt>] = [:]
    private var ended: Set<Attempt> = []
    /// Cancelled, and not at their end yet.
    private var leaving: Set<Attempt> = []
    /// That of the latest attempt.
    public private(set) var lastNumber: Int
    private let undoes: @Sendable (Effect, Effect) -> Bool

    /// - Parameters:
    ///   - number: attempts have higher ones.
    ///   - undoes: whether the first must not begin before a cancelled attempt at the second has ended.
    public init(
        after number: Int = 0, undoes: @escaping @Sendable (Effect, Effect) -> Bool = { $0.undoes($1) }
    ) {
        lastNumber = number
        self.undoes = undoes
    }

    /// The attempt that is under way for an effect, or has ended, while it is wanted.
    public func attempt(at effect: Effect) -> Attempt? { wanted[effect] }

    /// Takes what the state wants now.
    public mutating func pursue(_ effects: [Effect]) -> Change {
        let set = Set(effects)
        var change = Change(cancelled: cancel { !set.contains($0) })
        for effect in effects where wanted[effect] == nil {
            if let attempt = want(effect) { change.begun.append(attempt) }
        }
        return change
    }

    /// Gives up some of what is wanted, until the state is looked at again.
    public mutating func cancel(where isGivenUp: (Effect) -> Bool) -> [Attempt] {
        let given = wanted.values.filter { isGivenUp($0.effect) }.sorted { $0.number < $1.number }
        return given.filter { attempt in
            wanted[attempt.effect] = nil
            // One that has not begun, or has ended, is not under way.
            guard waiting.removeValue(forKey: attempt) == nil, ended.remove(attempt) == nil else { return false }
            leaving.insert(attempt)
            return true
        }
    }

    /// An attempt has come to its end, by itself or because it was cancelled.
    ///
    /// - Returns: attempts that waited for it, and begin now.
    public mutating func end(_ attempt: Attempt) -> [Attempt] {
        guard leaving.remove(attempt) != nil else {
            if wanted[attempt.effect] == attempt { ended.insert(attempt) }
            return []
        }
        for other in waiting.keys { waiting[other]?.remove(attempt) }
        let ready = waiting.filter(\.value.isEmpty).keys.sorted { $0.number < $1.number }
        for other in ready { waiting[other] = nil }
        return ready
    }

    private mutating func want(_ effect: Effect) -> Attempt? {
        lastNumber += 1
        let attempt = Attempt(effect: effect, number: lastNumber)
        wanted[effect] = attempt
        let earlier = leaving.filter { undoes(effect, $0.effect) }
        guard earlier.isEmpty else {
            waiting[attempt] = earlier
            return nil
        }
        return attempt
    }
}
