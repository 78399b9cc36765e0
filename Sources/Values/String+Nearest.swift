extension String {
    /// The candidate that was probably meant: the one that the fewest typing mistakes lead to; `nil` if none is near.
    ///
    /// Of many candidates only the first hundred are looked at.
    public func nearest(among candidates: some Sequence<String>) -> String? {
        guard unicodeScalars.count <= 64 else { return nil }
        let allowed = Swift.max(1, unicodeScalars.count / 3)
        return candidates.prefix(100).map { (name: $0, distance: editDistance(to: $0)) }
            .filter { $0.distance <= allowed }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// Advice for a name that is none of `candidates`: the nearest, or all of them after `otherwise`.
    public func hint(among candidates: [String], none: String, otherwise: String) -> String {
        if let nearest = nearest(among: candidates) { return "did you mean \(nearest.quoted)?" }
        if candidates.isEmpty { return none }
        let more = candidates.count > 12 ? ", …" : ""
        return "\(otherwise) \(candidates.prefix(12).joined(separator: ", "))\(more)"
    }

    /// Characters to insert, remove, replace or swap with a neighbour (optimal string alignment).
    func editDistance(to other: String) -> Int {
        let left = Array(unicodeScalars)
        let right = Array(other.unicodeScalars)
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var next = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var distance = Swift.min(replaced, last[column + 1] + 1, next[column] + 1)
                let isSwapped =
                    row > 0 && column > 0 && left[row] == right[column - 1] && left[row - 1] == right[column]
                if isSwapped { distance = Swift.min(distance, before[column - 1] + 1) }
                next.append(distance)
            }
            (before, last) = (last, next)
        }
        return last[right.count]
    }
}
