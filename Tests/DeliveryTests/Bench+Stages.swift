import Delivery
import Values

/// A release brought to where a test begins.
extension Bench {
    static let deployStep = StepID(stage: "production", index: 0)
    static let artifactStep = StepID(stage: "build", index: 1)

    /// A pipeline that builds, then deploys.
    static func pipeline(_ environment: Environment = .sample(), gate: ApprovalRule? = nil) -> Pipeline {
        Pipeline(
            name: "shop", release: .manual,
            stages: [
                Stage(
                    name: "build",
                    steps: [.run(command: "make", name: nil), .artifact(path: "dist", versionFrom: nil)]),
                Stage(name: "production", gate: gate, steps: [.deploy(environment: production)]),
            ], environments: [production: environment])
    }

    static let change = Change(
        title: "Add cards", author: "Zoe",
        authorship: [
            production: Authorship(
                authors: [Authorship.Author(email: "zoe@shop.example", accounts: ["zoe"])], register: "people.yml")
        ])

    static func started(
        _ environment: Environment = .sample(), gate: ApprovalRule? = nil, previous: Deployment? = .old,
        written authorship: [EnvironmentName: Authorship]? = Bench.change.authorship
    ) throws -> Bench {
        var bench = Bench(previous: previous)
        var change = Self.change
        change.authorship = authorship
        try bench.take(
            .start(
                pipeline: pipeline(environment, gate: gate), change: change, by: kim, workspace: "/srv"))
        return bench
    }

    /// Before the gate, or at the release's first phase.
    static func built(
        _ environment: Environment = .sample(), gate: ApprovalRule? = nil, previous: Deployment? = .old,
        written authorship: [EnvironmentName: Authorship]? = Bench.change.authorship
    ) throws -> Bench {
        var bench = try started(environment, gate: gate, previous: previous, written: authorship)
        try bench.take(.step(StepID(stage: "build", index: 0), .ended(.exited(code: 0))))
        try bench.take(.step(artifactStep, .artifactMade(.new)))
        return bench
    }

    static func starting(_ environment: Environment = .sample(), previous: Deployment? = .old) throws -> Bench {
        var bench = try built(environment, previous: previous)
        try bench.take(.release(production, .prepared()))
        return bench
    }

    static func attaching(_ environment: Environment = .sample(), previous: Deployment? = .old) throws -> Bench {
        var bench = try starting(environment, previous: previous)
        for id in bench.release?.plan.instances ?? [] {
            try bench.take(.release(production, .instance(id, .started(.candidate))))
            try bench.take(.release(production, .instance(id, .ready())))
        }
        return bench
    }

    /// The first step was asked for and is not confirmed; a first release is being promoted.
    static func shifting(_ environment: Environment = .sample(), previous: Deployment? = .old) throws -> Bench {
        var bench = try attaching(environment, previous: previous)
        try bench.take(.release(production, .attached))
        return bench
    }

    static func baking(_ environment: Environment = .sample()) throws -> Bench {
        var bench = try shifting(environment)
        try bench.take(.release(production, .shifted(to: .five)))
        return bench
    }

    static func promoting(_ environment: Environment = .sample()) throws -> Bench {
        var bench = try baking(environment)
        try bench.order(.promote)
        return bench
    }

    /// Promoted: the old version is kept, or drained.
    static func promoted(_ environment: Environment = .sample()) throws -> Bench {
        var bench = try promoting(environment)
        try bench.take(.release(production, .routePromoted(.green)))
        return bench
    }

    static func withdrawing(_ environment: Environment = .sample()) throws -> Bench {
        var bench = try baking(environment)
        try bench.order(.rollBack)
        return bench
    }

    static func stopping(_ environment: Environment = .sample()) throws -> Bench {
        var bench = try withdrawing(environment)
        try bench.take(.release(production, .trafficReturned(to: .blue)))
        try bench.take(.release(production, .drained(.green, cut: 0)))
        return bench
    }
}

extension Environment {
    static func sample(
        instances: Int = 1, bake: Bake = Bake(duration: .seconds(10), requests: 100, limit: .seconds(60)),
        onNoData: NoDataPolicy = .hold, automatic: Bool = true, watch: Duration = .seconds(30),
        keepOld: Duration = .zero
    ) -> Environment {
        Environment(
            service: Service(start: "./server", instances: instances),
            traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8080)),
            strategy: .canary(CanaryStrategy(steps: [.five, .half], bake: bake)),
            health: [
                .responding(path: "/healthz", within: .seconds(1)),
                .errors(worseBy: 1.5, tolerance: Share(basisPoints: 5)),
            ], onNoData: onNoData, rollback: RollbackPolicy(automatic: automatic, keepOld: keepOld), watch: watch)
    }
}
