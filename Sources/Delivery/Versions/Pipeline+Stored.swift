import Values

extension Pipeline {
    /// The pipeline that releases a stored version: its stage that deploys there, with its gate, its checks and its
    /// strategy, and nothing that builds.
    ///
    /// - Throws: `Refusal` when no stage deploys there.
    public func releasing(_ version: StoredVersion, by order: VersionOrder) throws(Refusal) -> Pipeline {
        let environment = order.environment
        guard var stage = stages.first(where: { $0.steps.contains { $0.target == environment } }),
            var settings = environments[environment]
        else { throw Refusal("no stage of \(name) deploys to \(environment)") }
        let build = stage.steps.lastIndex { $0.kind.makesArtifact }
        stage.steps = stage.steps[(build.map { $0 + 1 } ?? 0)...].filter {
            // What went there once needs no migration to go there again.
            ($0.target ?? environment) == environment && !(version.isWayBack && $0.work.kind is MigrateStep)
        }
        if order.passesGates {
            stage.gate = nil
            // What is to be asked before was asked then.
            let deploy = stage.steps.firstIndex { $0.target == environment } ?? 0
            stage.steps = stage.steps[..<deploy].filter { !$0.kind.isCommand } + stage.steps[deploy...]
        }
        if let own = version.settings {
            // What it is started and asked by belongs to the version; where it runs, how often and how it comes there, to today.
            let instances = settings.service.instances
            (settings.service, settings.health, settings.variables) = (own.service, own.health, own.variables)
            settings.service.instances = instances
        }
        if order.isAtOnce { settings.strategy = .allAtOnce(AllAtOnceStrategy()) }
        var derived = self
        derived.stored = version
        derived.wholeRules = DeliveryRules(self)
        // Before the gate: whoever approves sees what it is, and it is what its digest says.
        derived.stages = [
            Stage(name: freeStageName, steps: [Step(.stored(StoredStep(artifact: version.artifact)))]), stage,
        ]
        derived.environments = [environment: settings]
        derived.monitors = []
        return derived
    }

    private var freeStageName: StageName {
        let taken = Set(stages.map(\.name))
        return ["version", "stored-version", "the-version"].first { !taken.contains($0) } ?? "version-to-release"
    }

    /// Whether what it does needs the source that the version was built from.
    public var needsSource: Bool {
        stages.contains { $0.steps.contains { $0.kind.isCommand } } || deployNeedsSource
    }

    /// Whether the instances themselves need it.
    var deployNeedsSource: Bool {
        stages.flatMap { $0.steps.compactMap(\.target) }.contains { variables(ofServiceIn: $0).readsWorkspace }
    }
}

extension ProcessVariables {
    /// Whether a path in it is relative.
    fileprivate var readsWorkspace: Bool {
        let secrets = secrets.compactMap { if case .file(let path) = $0.source { path } else { nil } }
        return (files + secrets).contains { !$0.hasPrefix("/") }
    }
}
