import Delivery
import Testing
import Values

@testable import PipelineFile

/// What may stand beside the work of any step, and of a stage.
struct TermsTests {
    @Test func theyAreRead() throws {
        let text = """
            name: shop
            release: manual
            stages:
              - name: test
                timeout: 30m
                steps:
                  - run: make check
                    timeout: 10m
                    retry: { times: 2, backoff: 10s }
                    continue-on-error: true
                  - check: { http: "https://shop.example/healthz" }
                    retry: { times: 1 }
                  - run: make clean
                    when: always
                  - run: ./tell.sh
                    when: failure
            environments: {}
            """
        let stage = try #require(try PipelineFile.parse(text).stages.first)
        #expect(stage.timeout == .seconds(1800))
        #expect(
            stage.steps.map(\.terms) == [
                StepTerms(
                    timeout: .seconds(600), retry: RetryRule(times: 2, backoff: .seconds(10)), continuesOnError: true),
                StepTerms(timeout: .seconds(3600), retry: RetryRule(times: 1)),
                StepTerms(timeout: .seconds(3600), condition: .always),
                StepTerms(timeout: .seconds(3600), condition: .failure),
            ])
    }

    /// Nothing hangs for ever, but for what may wait for people.
    @Test func everythingButAReleaseHasALimit() throws {
        let steps = try PipelineFile.parse(Example.text()).stages.flatMap(\.steps)
        for step in steps { #expect(step.terms.timeout == (step.target == nil ? .seconds(3600) : nil)) }
    }

    @Test(arguments: [
        Change(
            "- deploy: staging", "- deploy: staging\n        timeout: 1m",
            "22:18: timeout beside deploy; remove it: a release has limits of its own (bake, start-within), and people "
                + "decide what follows it"),
        Change(
            "- run: make dist", "- run: make dist\n        when: allways",
            "10:15: expected a condition, found \"allways\"; did you mean \"always\"?"),
        Change(
            "- run: make dist", "- run: make dist\n        retry: { backoff: 1s }",
            "10:9: missing key \"times\"; write how often: times: 2"),
        Change(
            "- run: make dist", "- run: make dist\n        retry: { times: 99 }",
            "10:25: 99 times; write a number from 1 to 20"),
        Change(
            "name: staging", "name: staging\n    timeout: 1m",
            "20:14: a time limit for a stage with a release; give its other steps limits: a release has its own, and "
                + "may wait for a person"),
    ])
    func whatIsWrongIsSaid(_ change: Change) throws { try change.check() }
}

extension Step {
    /// With the limit that a step has of which the file says nothing.
    var limited: Step {
        Step(
            work, name: name, terms: StepTerms(timeout: target == nil ? StepTerms.defaultTimeout : nil),
            variables: variables)
    }
}

extension Stage {
    /// With the limits that steps have of which the file says nothing.
    var limited: Stage {
        var stage = self
        stage.steps = steps.map(\.limited)
        return stage
    }
}
