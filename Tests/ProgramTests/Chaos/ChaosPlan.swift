import SlipwayTesting
import Values

/// What happens to one release: all of it follows from a seed.
struct ChaosPlan: Sendable, CustomStringConvertible {
    /// How the candidate is.
    enum Behaviour: String, CaseIterable, Sendable {
        case good, failing, crashing

        var fault: String {
            switch self {
            case .good: ""
            case .failing: #", "errorRate": 0.5"#
            case .crashing: #", "crashAfterRequests": 30"#
            }
        }
    }

    /// A fault, and when it comes after the release began.
    struct Blow: Sendable {
        let fault: ChaosFault
        let after: Duration
    }

    let seed: UInt64
    let behaviour: Behaviour
    let blows: [Blow]
    /// Whether the person who has to decide is for going on.
    let isBold: Bool

    init(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        self.seed = seed
        behaviour = chance.next() % 3 == 0 ? Behaviour.allCases[Int(chance.next() % 3)] : .good
        isBold = chance.next() % 2 == 0
        blows = (0..<Int(chance.next() % 3 + 1)).map { _ in
            let fault = ChaosFault.allCases[Int(chance.next() % UInt64(ChaosFault.allCases.count))]
            return Blow(fault: fault, after: .milliseconds(Int64(chance.next() % 5000)))
        }
        .sorted { $0.after < $1.after }
    }

    /// Whether nothing but Slipway itself could have failed a request.
    var spares: Bool { behaviour == .good && blows.allSatisfy { !$0.fault.endsServing } }

    var description: String {
        let faults = blows.map { "\($0.fault) after \($0.after)" }.joined(separator: ", ")
        return "seed \(seed): \(behaviour) candidate; \(faults); \(isBold ? "bold" : "careful")"
    }
}
