import Delivery
import Values
import Wording

/// What a release of a stored version would do now.
struct VersionFacts {
    let order: VersionOrder
    let version: StoredVersion
    let record: EnvironmentRecord?
    let overview: StateOverview
    let now: Timestamp

    var all: [Fact] { [change, way, instances, gate, afterwards, busy].compactMap { $0 } }

    private var name: String { version.artifact.version }

    private var change: Fact {
        let from = record?.stable.map { "\($0.artifact.version) → " } ?? "nothing in service → "
        return Fact(
            label: "now", text: "\(from)\(name) (\(version.artifact.digest.short)), without a build", role: .heading,
            attributes: .bold)
    }

    private var way: Fact {
        guard !order.isAtOnce else {
            return Fact(label: "how", text: "all users at once, as slipway rollback does")
        }
        guard let settings = pipeline?.environments[order.environment] else {
            return Fact(label: "how", text: "by the strategy of \(order.environment)")
        }
        let rungs = settings.strategy.ladder(beside: record?.stable).rungs
        guard record?.stable != nil, rungs.first?.bake != nil else {
            return Fact(label: "how", text: "straight to 100% once it is ready")
        }
        return Fact(label: "how", text: rungs.map { "\($0.exposure), " }.joined() + "100%, by the strategy")
    }

    /// Whether anything has to be started first.
    private var instances: Fact {
        guard let kept = record?.readyKept, kept.artifact.digest == version.artifact.digest else {
            return Fact(label: "instances", text: "started first, from the archive that is kept")
        }
        let count = kept.instances.count
        let left = record?.kept.map { $0.until > now ? " for \(($0.until - now).brief)" : "" } ?? ""
        let instances = "\(NumberText.count(count, "instance")) of it"
        guard overview.isCarriedOut else {
            // Nobody has looked since.
            return Fact(
                label: "instances",
                text: "\(instances) \(count == 1 ? "was" : "were") left ready\(left): immediate if so")
        }
        let text = "\(instances) \(count == 1 ? "stays" : "stay") ready\(left): it is immediate"
        return Fact(label: "instances", text: text, role: .succeeded)
    }

    private var gate: Fact {
        guard order.choice != .previous else {
            return Fact(label: "gate", text: "asks nobody: this version was approved once")
        }
        guard let stage = pipeline?.stages.first(where: { $0.steps.contains { $0.target == order.environment } })
        else { return Fact(label: "gate", text: "that of the stage that deploys there asks, where it has one") }
        let asks = stage.gate != nil
        return Fact(
            label: "gate", text: asks ? "\(stage.name) asks for an approval first" : "\(stage.name) has none",
            role: asks ? .awaitingApproval : .text)
    }

    private var afterwards: Fact? {
        guard version.isWayBack else { return nil }
        return Fact(
            label: "then", text: "what releases by itself waits in \(order.environment) for a person", role: .warning)
    }

    private var busy: Fact? {
        record?.releasing.map {
            Fact(label: "but", text: "run \($0) is releasing there, and has to end first", role: .warning)
        }
    }

    /// The latest that was written for the environment: what releases a stored version is cut down.
    private var pipeline: Pipeline? {
        overview.runs.compactMap(\.pipeline).first {
            $0.stored == nil && $0.environments[order.environment] != nil
        }
    }
}
