import Values

/// A version that was released into an environment, and how that ended.
public struct ReleasedVersion: Equatable, Sendable, Codable {
    public let artifact: Artifact
    /// The commit that it was built from; `nil` without git.
    public let commit: String?
    /// The run that released it.
    public let run: RunNumber
    /// The pipeline of that run; `nil` where it is not known any more.
    public let pipeline: String?
    /// When its release ended; that of the promotion while it goes on.
    public internal(set) var time: Timestamp
    /// How its release ended; `nil` while it goes on.
    public internal(set) var result: RunResult?
    /// Whether users ever had it as the version that is in service.
    public internal(set) var wasInService: Bool
    /// Whether that release went back to it; `nil` where it did not, and in what earlier programs recorded.
    public var isWayBack: Bool?
    /// Whether it came into service and was taken back, however that ended; `nil` where it was not.
    public internal(set) var wasTakenBack: Bool?

    /// The run that made it, where that is not the one which released it.
    public internal(set) var builtIn: RunNumber?
    /// The environment as it was released there; `nil` where that is not kept, and in what earlier programs recorded.
    public internal(set) var settings: Environment?
    /// Which variables its instances found; `nil` for none, and where it is not kept.
    public internal(set) var variables: ProcessVariables?

    /// The run whose change it is.
    var origin: RunNumber { builtIn ?? run }

    private enum CodingKeys: String, CodingKey {
        case artifact, commit, run, pipeline, time, result, wasInService, isWayBack, wasTakenBack, builtIn, settings,
            variables
    }
}

extension EnvironmentRecord {
    /// More than anybody looks back to.
    private static let mostVersions = 50

    /// The versions whose archives are to be kept: of those that were in service the last `keep`.
    public var keptVersions: Set<Digest> {
        var kept: [Digest] = []
        for digest in [stable?.artifact.digest, previous?.artifact.digest, beforeStable?.artifact.digest] {
            if let digest, !kept.contains(digest) { kept.append(digest) }
        }
        for version in versions.reversed() where version.wasInService && !kept.contains(version.artifact.digest) {
            if kept.count < max(keep ?? Environment.standardKeep, 2) { kept.append(version.artifact.digest) }
        }
        return Set(kept + versions.filter { $0.result == nil }.map(\.artifact.digest) + ready.map(\.artifact.digest))
    }

    mutating func beginVersion(
        _ plan: ReleasePlan, settings: Environment?, in run: RunNumber, of pipeline: String?, at time: Timestamp
    ) {
        keep = plan.keep ?? keep
        candidateWayBack = plan.wayBack
        var version = ReleasedVersion(
            artifact: plan.artifact, commit: plan.commit, run: run, pipeline: pipeline, time: time, result: nil,
            wasInService: false, isWayBack: plan.wayBack == nil ? nil : true)
        (version.builtIn, version.settings, version.variables) = (plan.builtIn, settings, plan.variables)
        versions.append(version)
        if versions.count > Self.mostVersions { versions.removeFirst(versions.count - Self.mostVersions) }
    }

    mutating func promoteVersion(at time: Timestamp) {
        updateLast { ($0.wasInService, $0.time) = (true, time) }
        (replacedWayBack, wayBack) = (wayBack, candidateWayBack)
    }

    mutating func endVersion(_ result: RunResult, takenBack: Bool, at time: Timestamp) {
        updateLast { ($0.result, $0.time, $0.wasTakenBack) = (result, time, takenBack ? true : nil) }
        candidateWayBack = nil
    }

    /// What can't be released any more needs no settings.
    mutating func forgetSettings() {
        let kept = keptVersions
        for index in versions.indices where !kept.contains(versions[index].artifact.digest) {
            (versions[index].settings, versions[index].variables) = (nil, nil)
        }
    }

    private mutating func updateLast(_ change: (inout ReleasedVersion) -> Void) {
        guard let last = versions.indices.last, versions[last].result == nil else { return }
        change(&versions[last])
    }
}
