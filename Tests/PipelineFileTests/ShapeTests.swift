import Testing

/// Keys and values that are not of the format.
@Suite struct ShapeTests {
    @Test(arguments: [
        Change("name: shop", "nmae: shop", "2:1: unknown key \"nmae\"; did you mean \"name\"?"),
        Change(
            "name: shop", "zzz: 1\nname: shop",
            "2:1: unknown key \"zzz\"; the keys here are name, release, accept-risk, source, queue, pass-env, env, env-file, secrets, stages, environments, monitors"
        ),
        Change(
            "strategy: { canary", "stratgey: { canary", "34:5: unknown key \"stratgey\"; did you mean \"strategy\"?"),
        Change("- run: make dist", "- rnu: make dist", "9:9: unknown key \"rnu\"; did you mean \"run\"?"),
        Change("stop-within", "stop-witin", "40:7: unknown key \"stop-witin\"; did you mean \"stop-within\"?"),
        Change(
            "strategy: { canary: { steps: [50%], bake: { for: 10s, requests: 0 } } }", "",
            "31:3: missing key \"strategy\"; write strategy: { canary: { steps, bake } }"),
        Change(
            "gate: { approve: { by: [ana, \"group:release\"], not: author, expires: 24h } }", "gate: {}",
            "26:5: missing key \"approve\"; write gate: { approve: {} }"),
        Change(
            "- run: make dist", "- run: make dist\n        deploy: staging",
            "9:9: one step with run and deploy; make a step of each"),
        Change(
            "- run: make dist", "- {}", "9:9: a step that does nothing; write run, artifact, deploy, check or migrate"),
        Change(
            "- deploy: staging", "- deploy: staging\n        name: out",
            "22:15: a name beside deploy; only run, check and migrate steps take a name; remove it"),
        Change(
            "- slo: { errors: 1%, p99: 300ms }", "- errors: {}",
            "51:9: the health rule \"errors\" is there twice; keep one of them"),
        Change(
            "slo: { errors: 1%, p99: 300ms }", "slo: {}",
            "51:9: an slo without limits; write slo: { errors: 1%, p99: 300ms }"),
    ])
    func keys(_ change: Change) throws { try change.check() }

    @Test(arguments: [
        Change("name: shop", "name: 128", "2:7: expected text in one line, found the number 128; quote it: \"128\""),
        Change("name: shop", "name:", "2:6: expected text in one line, found nothing; write it after the key"),
        Change("name: shop", "name: [shop]", "2:1: expected text in one line, found a list"),
        Change("- run: make dist", "- run: { command: x }", "9:9: expected text, found a mapping"),
        Change("- run: make dist", "- run: no", "9:14: expected text, found no; quote it: \"no\""),
        Change(
            "- run: make dist", "- run",
            "9:9: expected a mapping, found \"run\"; the keys here are run, artifact, deploy, check, migrate, name, timeout, "
                + "retry, continue-on-error, when, env, secrets"),
        Change(
            "[1%, 5%, 25%, 50%]", "50%",
            "46:16: expected a list, found \"50%\"; write it in brackets or with dashes"),
        Change(
            "[1%, 5%, 25%, 50%]", "[1%, 5%, 25, 50%]",
            "46:25: expected a share, found the number 25; write one from 0% to 100%, such as 5% or 0.05%"),
        Change(
            "for: 60s", "for: 60",
            "47:22: expected a time, found the number 60; write numbers with units, such as 350ms, 10s, 2m or 1h30m"),
        Change(
            "instances: 2", "instances: two",
            "42:18: expected a whole number, found \"two\"; write digits only, such as 2"),
        Change(
            "instances: 2", "listener: all",
            "42:17: expected own or any, found \"all\"; write own, any"),
        Change(
            "worse-by: 2x", "worse-by: 2",
            "50:29: expected a factor, found the number 2; write how many times, such as 1.5x"),
        Change(
            "127.0.0.1:8080", "127.0.0.1:99999",
            "43:35: expected an address, found \"127.0.0.1:99999\"; write ADDRESS:PORT, such as 127.0.0.1:8080"),
        Change(
            "automatic: true", "automatic: yes",
            "53:28: expected true or false, found yes; write true"),
        Change(
            "release: manual", "release: manuel",
            "3:10: expected manual or automatic, found \"manuel\"; did you mean \"manual\"?"),
        Change(
            "on-no-data: roll-back", "on-no-data: rollback",
            "52:17: expected hold, roll-back or continue, found \"rollback\"; did you mean \"roll-back\"?"),
        Change("not: author", "not: ana", "26:57: expected author, found \"ana\"; write author"),
        Change(
            "hosts: [local]", "hosts: [deploy@web-1:22]",
            "37:13: expected a host, found \"deploy@web-1:22\"; write local or ssh://deploy@web-1:22"),
        Change("hosts: [local]", "hosts: [lokal]", "37:13: expected a host, found \"lokal\"; did you mean \"local\"?"),
        Change(
            "hosts: [local]", "hosts: [local, \"ssh://web-1/srv\"]",
            "37:20: expected a host, found \"ssh://web-1/srv\"; "
                + "write local or ssh://USER@HOST:PORT, where user and port may be missing"),
        Change(
            "path: dist", "path: \"a\\eb\"",
            "10:27: expected text in one line, found \"a\\u{1b}b\"; write it without control characters"),
    ])
    func values(_ change: Change) throws { try change.check() }

    @Test func everythingIsToldAtOnceInTheOrderOfTheFile() throws {
        let text = try Example.replacing("keep-old: 10m", with: "keep-old: soon")
            .replacing("instances: 2", with: "instances: 99")
            .replacing("- run: make dist", with: "- rnu: make dist")
            .replacing("name: shop", with: "name: a/b")
        #expect(
            summaries(of: text).map { $0.prefix { $0 != ";" } } == [
                "slipway.yml:2:7: the name \"a/b\" can't be used", "slipway.yml:9:9: unknown key \"rnu\"",
                "slipway.yml:42:18: 99 instances on a host can't be run",
                "slipway.yml:53:44: expected a time, found \"soon\"",
            ])
    }
}
