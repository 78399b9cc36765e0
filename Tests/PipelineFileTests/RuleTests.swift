import Delivery
import PipelineFile
import Testing

/// Values of the right form that break a rule of the pipeline.
@Suite struct RuleTests {
    @Test(arguments: [
        Change(
            "name: shop", "name: ../etc",
            "2:7: the name \"../etc\" can't be used; write letters, digits, - _ and . (at most 64, the first a letter or digit)"
        ),
        Change(
            "name: test", "name: build", "12:11: two stages are called \"build\"; give each stage a name of its own"),
        Change(
            "git: .", "git: --upload-pack=x",
            "4:16: \"--upload-pack=x\" begins with a dash; git would take it for an option"),
        Change(
            "git: .", "git: \"https://ana:token@git.example/shop\"",
            "4:16: a password or a query in an address; everybody could read it in the record; use a credential helper of git's, or a "
                + "key with ssh"),
        Change(
            "git: .", "git: \"https://token@git.example/shop\"",
            "4:16: a password or a query in an address; everybody could read it in the record; use a credential helper of git's, or a "
                + "key with ssh"),
        Change(
            "git: .", "git: \"https://git.example/shop?private_token=token\"",
            "4:16: a password or a query in an address; everybody could read it in the record; use a credential helper of git's, or a "
                + "key with ssh"),
        Change(
            "path: dist", "path: a/../../b",
            "10:27: \"a/../../b\" leaves the workspace; write a path within the workspace, such as dist"),
        Change(
            "version-from: VERSION", "version-from: /etc/version",
            "10:47: \"/etc/version\" leaves the workspace; write a path within the workspace, such as dist"),
        Change("- run: make dist", "- run: \" \"", "9:14: the command is empty; write one"),
        Change(
            "- deploy: staging", "- deploy: stagin", "21:17: unknown environment \"stagin\"; did you mean \"staging\"?"),
        Change(
            "- deploy: staging", "- deploy: moon",
            "21:17: unknown environment \"moon\"; the environments are production, staging"),
        Change(
            "by: [ana, \"group:release\"]", "by: [\"group:\"]",
            "26:29: \"group:\" names nobody; write a person's name or group:NAME"),
        Change("expires: 24h", "expires: 0s", "26:74: 0ms is too short; write a time longer than 0s"),
    ])
    func stages(_ change: Change) throws { try change.check() }

    @Test(arguments: [
        Change(
            "name: shop", "name: shop\npass-env: [AWS_REGION, \"1A\", \"A-B\", \"A=B\", AWS_REGION]",
            "3:24: \"1A\" is no name of a variable; write letters, digits and _, not a digit first",
            "3:30: \"A-B\" is no name of a variable; write letters, digits and _, not a digit first",
            "3:37: \"A=B\" is no name of a variable; write letters, digits and _, not a digit first",
            "3:44: the variable \"AWS_REGION\" is there twice; keep one of them"),
        Change(
            "name: shop", "name: shop\npass-env: AWS_REGION",
            "3:11: expected a list, found \"AWS_REGION\"; write it in brackets or with dashes"),
    ])
    func passedVariables(_ change: Change) throws { try change.check() }

    @Test(arguments: [
        Change(
            "[1%, 5%, 25%, 50%]", "[1%, 5%, 5%, 100%]",
            "46:25: a step of 5% after 5%; each step must be larger than the one before it",
            "46:29: a step of 100%; write shares above 0% and below 100%; promotion follows the last by itself"),
        Change("[1%, 5%, 25%, 50%]", "[]", "46:9: no steps; write shares such as [1%, 5%, 25%, 50%]"),
        Change("for: 60s", "for: 0s", "47:22: 0ms is too short; write a time longer than 0s"),
        Change(
            "limit: 1h30m", "limit: 10s",
            "47:49: a limit of 10s for a bake of 1m; the limit must be at least as long as the bake"),
        Change(
            "requests: 500", "requests: 0",
            "47:37: 0 requests, and nothing says to go on without any; write 1 or more, or on-no-data: continue"),
        Change(
            "instances: 2", "instances: 0", "42:18: 0 instances on a host can't be run; write a number from 1 to 64"),
        Change("stop-within: 5s", "stop-within: 0s", "40:20: 0ms is too short; write a time longer than 0s"),
        Change(
            "hosts: [local]", "hosts: [local, local]",
            "37:20: the host \"local\" is there twice; for more copies on it, raise service.instances"),
        Change(
            "hosts: [local]", "hosts: [\"ssh://web-1\", \"ssh://web-2\", \"ssh://deploy@WEB-1:22\"]",
            "37:43: the host \"WEB-1:22\" is there twice; for more copies on it, raise service.instances"),
        Change("hosts: [local]", "hosts: []", "37:5: no hosts; write hosts: [local]"),
        Change(
            "environments:\n",
            """
            environments:
              Staging:
                service: { start: ./server }
                traffic: { haproxy: { listen: "127.0.0.1:8082" } }
                strategy: { canary: { steps: [50%], bake: { for: 10s, requests: 5 } } }

            """, "35:3: \"staging\" and \"Staging\" differ only in case; give one of them another name"),
        Change(
            "127.0.0.1:8080", "localhost:8081",
            "33:35: \"127.0.0.1:8081\" is already the address of the environment "
                + "\"production\"; give each environment an address of its own"),
        Change(
            "127.0.0.1:8080", "'a b:80'",
            "43:35: the address \"a b:80\" can't be used; write ADDRESS:PORT, such as 127.0.0.1:8080"),
        Change(
            "sticky: uid", "sticky: 'a;b'",
            "43:59: the cookie \"a;b\" can't be used; write letters, digits, - _ and . (at most 64)"),
        Change(
            "http: /healthz", "http: \"/ HTTP/1.1\"",
            "49:29: \"/ HTTP/1.1\" is not the path of a request; write one such as /healthz"),
        Change("worse-by: 2x", "worse-by: 0.5x", "50:29: a factor of 0.5 can't be used; write one from 1x to 1000x"),
        Change(
            "slo: { errors: 1%", "slo: { errors: 0%",
            "51:24: a limit of 0%; such a limit decides nothing; write one such as 1%"),
    ])
    func environments(_ change: Change) throws { try change.check() }

    @Test(arguments: [
        Change(
            "- artifact: { path: dist, version-from: VERSION }", "- run: \"true\"",
            "21:17: there is nothing to deploy yet; put an artifact step before it: artifact: { path: dist }",
            "28:17: there is nothing to deploy yet; put an artifact step before it: artifact: { path: dist }"),
        Change(
            "- deploy: staging", "- artifact: { path: dist }",
            "21:9: a second artifact step; a run makes one artifact, once, and promotes it everywhere"),
        Change(
            "    gate: { approve: { by: [ana, \"group:release\"], not: author, expires: 24h } }\n", "",
            "27:17: release: manual means that a person releases, and nobody is asked before \"production\"; "
                + "add `gate: { approve: {} }` to the stage \"production\", or say `release: automatic`"),
        Change(
            "release: manual", "release: manual\naccept-risk: small",
            "4:14: a risk is accepted only with release: automatic; write release: automatic, or remove accept-risk"),
        Change(
            "release: manual", "release: automatic\naccept-risk: \" \"",
            "4:14: accept-risk gives no reason; say in a sentence why the risk is taken"),
    ])
    func order(_ change: Change) throws { try change.check() }

    @Test func anEarlierGateIsEnough() throws {
        let gate = "    gate: { approve: { by: [ana, \"group:release\"], not: author, expires: 24h } }\n"
        let text = try Example.replacing(gate, with: "")
            .replacing("- name: staging\n", with: "- name: staging\n    gate: { approve: {} }\n")
        #expect(summaries(of: text) == [])
    }
}
