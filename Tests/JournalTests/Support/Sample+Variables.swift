import Delivery
import Values

/// Variables at every place where they can be: by name, with their texts, and where their values are.
extension Sample {
    static let variables = VariableSettings(
        texts: ["GREETING": "good \"day\"\n", "EMPTY": ""], file: "deploy/all.env",
        secrets: [
            "DB_URL": .file("/run/secrets/db url"), "TOKEN": .variable("CI_TOKEN"), "KEY": .command("vault get 'key'"),
        ])

    static let pipelineWithSource = pipelineWithVariables.taking(
        SourceStep(
            source: Source(git: "git@example.org:shop.git", branch: "main"),
            commit: String(repeating: "4f2c1a9d", count: 5), pipeline: .file, file: "/srv/shop/slipway.yml"))

    static let pipelineWithVariables: Pipeline = {
        let settings = Environment(
            service: Service(start: "./server", variables: VariableSettings(file: "/etc/shop.env")),
            traffic: TrafficRoute(listen: endpoint), strategy: .allAtOnce(AllAtOnceStrategy()),
            health: [.errorLimit(Share(percent: 1))], variables: variables)
        let build = Stage(
            name: "build",
            steps: [Step(.run(RunStep(command: "make")), variables: VariableSettings(texts: ["TARGET": "dist"]))],
            variables: VariableSettings(texts: ["LOG_LEVEL": "debug"]))
        return Pipeline(
            name: "shop", release: .manual, stages: [build], environments: ["production": settings],
            passEnv: ["AWS_REGION"], variables: variables)
    }()

    static let planWithVariables: ReleasePlan = {
        var plan = Sample.plan(previous: nil)
        plan.variables = pipelineWithVariables.variables(ofServiceIn: "production")
        return plan
    }()
}
