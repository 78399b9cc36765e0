import Delivery
import PipelineFile
import Testing
import Values

/// `env`, `env-file` and `secrets`, wherever they may stand.
@Suite struct VariableTests {
    private static let text = """
        name: shop
        release: manual
        pass-env: [AWS_REGION]
        env: { LOG_LEVEL: info, EMPTY: "" }
        env-file: deploy/all.env
        secrets:
          DB_URL: { file: /run/secrets/db-url }
          TOKEN: { env: CI_TOKEN }
        stages:
          - name: build
            env: { LOG_LEVEL: debug }
            steps:
              - run: make dist
                env: { TARGET: dist }
                secrets: { KEY: { command: "vault get key" } }
              - artifact: { path: dist }
          - name: production
            gate: { approve: {} }
            steps:
              - deploy: production
        environments:
          production:
            env: { LOG_LEVEL: warning }
            env-file: deploy/production.env
            secrets: { DB_URL: { file: db-url } }
            service: { start: ./server, env: { WORKERS: "4" }, env-file: /etc/shop.env, secrets: { A: { env: B } } }
            traffic: { haproxy: { listen: 127.0.0.1:8080 } }
            strategy: { canary: { steps: [50%], bake: { for: 10s } } }
        """

    @Test func theyAreReadWhereTheyStand() throws {
        let pipeline = try PipelineFile.parse(Self.text)
        let top = VariableSettings(
            texts: ["LOG_LEVEL": "info", "EMPTY": ""], file: "deploy/all.env",
            secrets: ["DB_URL": .file("/run/secrets/db-url"), "TOKEN": .variable("CI_TOKEN")])
        #expect(pipeline.variables == top)
        let stage = VariableSettings(texts: ["LOG_LEVEL": "debug"])
        let step = VariableSettings(texts: ["TARGET": "dist"], secrets: ["KEY": .command("vault get key")])
        #expect(
            pipeline.variables(ofStep: StepID(stage: "build", index: 0))
                == ProcessVariables(passed: ["AWS_REGION"], layers: [top, stage, step]))
        let environment = VariableSettings(
            texts: ["LOG_LEVEL": "warning"], file: "deploy/production.env", secrets: ["DB_URL": .file("db-url")])
        let service = VariableSettings(
            texts: ["WORKERS": "4"], file: "/etc/shop.env", secrets: ["A": .variable("B")])
        #expect(
            pipeline.variables(ofServiceIn: "production")
                == ProcessVariables(passed: ["AWS_REGION"], layers: [top, environment, service]))
    }

    @Test func whoWritesNothingSaysNothing() throws {
        let pipeline = try PipelineFile.parse(Example.text())
        #expect(pipeline.variables == nil && pipeline.variables(ofServiceIn: "production").isEmpty)
        #expect(pipeline.variables(ofStep: StepID(stage: "build", index: 0)).isEmpty)
    }

    @Test(arguments: [
        Change(
            "name: shop", "name: shop\nenv: { 1A: x, PORT: \"1\", SLIPWAY_RUN: x, A: 1, B: [x] }",
            "3:12: \"1A\" is no name of a variable; write letters, digits and _, not a digit first",
            "3:21: \"PORT\" is a variable that Slipway itself sets; use another name; PORT and what begins with SLIPWAY_ are taken",
            "3:39: \"SLIPWAY_RUN\" is a variable that Slipway itself sets; use another name; PORT and what begins with SLIPWAY_ are taken",
            "3:45: expected text, found the number 1; quote it: \"1\"",
            "3:48: expected text, found a list"),
        Change(
            "name: shop", "name: shop\nenv: [A]",
            "3:1: expected a mapping, found a list; write env: { LOG_LEVEL: info }"),
        Change(
            "name: shop", "name: shop\nenv-file: ../shop.env",
            "3:11: \"../shop.env\" leaves the workspace; write a path within the workspace, or one that begins with /"),
        Change(
            "name: shop", "name: shop\nenv-file: /etc/",
            "3:11: \"/etc/\" names no file; write its path, such as /etc/shop.env"),
        Change(
            "name: shop", "name: shop\nenv: { A: x }\nsecrets: { A: { env: B } }",
            "4:12: \"A\" is under env and under secrets; keep one of them"),
    ])
    func texts(_ change: Change) throws { try change.check() }

    @Test(arguments: [
        Change(
            "name: shop", "name: shop\nsecrets: { A: hunter2 }",
            "3:15: expected a mapping, found \"hunter2\"; the keys here are file, env, command"),
        Change(
            "name: shop", "name: shop\nsecrets: { A: { file: x, env: Y } }",
            "3:12: a secret with 2 places where it is kept; write one of file, env and command: { file: /run/secrets/db-url }"
        ),
        Change(
            "name: shop", "name: shop\nsecrets: { A: {} }",
            "3:12: a secret with no place where it is kept; write one of file, env and command: { file: /run/secrets/db-url }"
        ),
        Change(
            "name: shop", "name: shop\nsecrets: { A: { fiel: x } }",
            "3:17: unknown key \"fiel\"; did you mean \"file\"?"),
        Change(
            "name: shop", "name: shop\nsecrets: { PORT: { env: A-B }, C: { command: \" \" } }",
            "3:12: \"PORT\" is a variable that Slipway itself sets; use another name; PORT and what begins with SLIPWAY_ are taken",
            "3:25: \"A-B\" is no name of a variable; write letters, digits and _, not a digit first",
            "3:46: the command is empty; write one"),
        Change(
            "- deploy: staging", "- deploy: staging\n        env: { A: x }",
            "22:9: env beside deploy; only run and migrate steps take it; an environment's variables stand in the environment"
        ),
    ])
    func secrets(_ change: Change) throws { try change.check() }
}
