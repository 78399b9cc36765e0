import Values

/// A person's order to release a version that was built before.
public struct VersionOrder: Equatable, Sendable {
    public enum Choice: Equatable, Sendable {
        /// By its version, or by the beginning of its digest.
        case named(String)
        /// What was in service before what is now.
        case previous
    }

    public var choice: Choice
    public var environment: EnvironmentName
    /// Whether it goes to everybody as soon as it is ready, without the strategy.
    public var isAtOnce: Bool
    public var reason: String?
    /// Whether it goes also where the database has moved on for good since.
    public var isOverMigration: Bool
    /// What was in service there as its giver saw it; `nil` where they did not look.
    public var replaces: Digest?

    public init(
        _ choice: Choice, to environment: EnvironmentName, isAtOnce: Bool = false, reason: String? = nil,
        isOverMigration: Bool = false, replaces: Digest? = nil
    ) {
        self.choice = choice
        self.environment = environment
        self.isAtOnce = isAtOnce
        self.reason = reason
        self.isOverMigration = isOverMigration
        self.replaces = replaces
    }

    /// What was in service was approved once: nobody has to be found for a way back at three in the morning.
    var passesGates: Bool { choice == .previous }
}

extension Ledger {
    /// The version that an order means.
    ///
    /// - Parameter stored: the archives that are still there.
    /// - Throws: `Refusal` when there is none, several, or it is in service already; it names those that there are.
    public func version(
        for order: VersionOrder, stored: Set<Digest>
    ) throws(Refusal) -> StoredVersion {
        if order.isAtOnce, order.choice != .previous, order.reason?.allSatisfy(\.isWhitespace) ?? true {
            throw Refusal("say why it is to go to everybody at once (--reason)")
        }
        guard let record = environments[order.environment] else {
            throw Refusal("nothing is in service in \(order.environment): release with slipway run first")
        }
        if let seen = order.replaces, let stable = record.stable, stable.artifact.digest != seen {
            throw Refusal(
                "\(order.environment) has \(stable.artifact.version) in service by now: look at it again")
        }
        let found = try choose(order, in: record)
        guard stored.contains(found.artifact.digest) else {
            throw Refusal("\(found.artifact.version) is not kept here any more; \(kept(in: record, stored))")
        }
        try demandConsent(to: found, order, in: record)
        let isWayBack = record.succession.contains { $0.artifact.digest == found.artifact.digest }
        var version = StoredVersion(
            artifact: found.artifact, commit: found.commit, run: found.origin, reason: order.reason,
            isWayBack: isWayBack)
        version.replaces = record.stable?.artifact.digest
        // Another environment's secrets are none of this one's business.
        let own = record.versions.last { $0.artifact.digest == found.artifact.digest }
        (version.settings, version.variables) = (own?.settings, own?.variables)
        version.isOverMigration = order.isOverMigration ? true : nil
        return version
    }

    /// The pipeline that has made the version which is meant; `nil` where there is none, and where nobody knows.
    public func maker(of order: VersionOrder) -> String? {
        environments[order.environment].flatMap { try? choose(order, in: $0) }?.pipeline
    }

    private func demandConsent(
        to version: ReleasedVersion, _ order: VersionOrder, in record: EnvironmentRecord
    ) throws(Refusal) {
        guard let migration = record.migration(after: version) else { return }
        guard order.isOverMigration, order.reason?.contains(where: { !$0.isWhitespace }) == true else {
            throw Refusal(
                "run \(migration.run) has migrated the database of \(order.environment) since, and that can't be "
                    + "reversed; if \(version.artifact.version) works with it as it is, say so with --over-migration "
                    + "and a --reason")
        }
    }

    private func choose(
        _ order: VersionOrder, in record: EnvironmentRecord
    ) throws(Refusal) -> ReleasedVersion {
        switch order.choice {
        case .previous:
            guard let stable = record.stable else {
                throw Refusal("nothing is in service in \(order.environment)")
            }
            guard let previous = record.beforeStable else {
                throw Refusal(
                    "nothing was in service in \(order.environment) before \(stable.artifact.version); any version that is "
                        + "kept can be released: slipway release VERSION --to \(order.environment)")
            }
            return previous
        case .named(let text):
            let found = knownVersions(for: record).filter { $0.isMeant(by: text) }
            guard let last = found.last else {
                throw Refusal("there is no version \(text.quoted); \(known(in: record))")
            }
            guard Set(found.map(\.artifact.digest)).count == 1 else {
                let digests = Set(found.map(\.artifact.digest.short)).sorted().joined(separator: ", ")
                throw Refusal("\(text.quoted) is several; say which one by its digest: \(digests)")
            }
            guard last.artifact.digest != record.stable?.artifact.digest else {
                throw Refusal("\(last.artifact.version) is in service in \(order.environment) already")
            }
            return found.first { $0.wasInService } ?? last
        }
    }

    /// Of all environments, and in the order of their releases: a version may go from one to the other, but not what
    /// another pipeline has made.
    private func knownVersions(for record: EnvironmentRecord) -> [ReleasedVersion] {
        let own = Set((record.versions + record.ready.map(\.unreleased)).compactMap(\.pipeline))
        return environments.values.flatMap { $0.versions + $0.ready.map(\.unreleased) }
            .filter { version in own.isEmpty || version.pipeline.map(own.contains) ?? true }
            .sorted { $0.run < $1.run }
    }

    private func known(in record: EnvironmentRecord) -> String {
        let released = (record.versions + record.ready.map(\.unreleased)).sorted { $0.run < $1.run }
        let names = released.reversed().map(\.artifact.version).uniqued.prefix(10)
        return names.isEmpty ? "none was ever released there" : "there are \(names.joined(separator: ", "))"
    }

    private func kept(in record: EnvironmentRecord, _ stored: Set<Digest>) -> String {
        let names = record.versions.reversed().filter {
            stored.contains($0.artifact.digest) && $0.artifact.digest != record.stable?.artifact.digest
        }.map(\.artifact.version).uniqued
        return names.isEmpty ? "no other is" : "there are \(names.joined(separator: ", "))"
    }
}

extension EnvironmentRecord {
    /// The version that was in service before what is now; `nil` where nothing was.
    ///
    /// Going back twice goes back two versions: what somebody went back from is never where a way back leads.
    public var beforeStable: ReleasedVersion? {
        guard let stable else { return nil }
        return succession.last { $0.artifact.digest != stable.artifact.digest }
    }

    /// What came into service one after the other and stayed, without what was gone back from.
    fileprivate var succession: [ReleasedVersion] {
        let stayed = versions.filter { $0.wasInService && $0.wasTakenBack != true && $0.result != .rolledBack }
        return stayed.reduce(into: []) { succession, next in
            let earlier = succession.lastIndex { $0.artifact.digest == next.artifact.digest }
            guard next.isWayBack == true, let earlier else { return succession.append(next) }
            succession.removeSubrange((earlier + 1)...)
        }
    }
}

extension ReleasedVersion {
    /// Six digits of a digest are enough, where they are its beginning.
    fileprivate func isMeant(by text: String) -> Bool {
        artifact.version == text || text.count >= 6 && artifact.digest.hexadecimal.hasPrefix(text.lowercased())
    }
}

extension Sequence where Element: Hashable {
    /// Each once, where it came first.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
