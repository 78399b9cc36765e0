import Delivery
import Testing
import Values

/// What is nearer to a process wins, and what has no use is not asked for.
struct ProcessVariablesTests {
    private let variables = ProcessVariables(
        passed: ["P"],
        layers: [
            VariableSettings(
                texts: ["A": "top", "B": "top"], file: "f", secrets: ["S": .file("far"), "T": .file("t")]),
            VariableSettings(texts: ["A": "near", "T": "text"], secrets: ["S": .variable("NEAR")]),
        ])

    @Test func theNearestWins() {
        let values = variables.values(
            over: ["A": "passed", "P": "passed", "F": "passed"], files: ["f": ["A": "file", "B": "file", "F": "file"]],
            secrets: ["S": "the secret"])
        #expect(
            values == ["P": "passed", "A": "near", "B": "top", "F": "file", "S": "the secret", "T": "text"])
    }

    @Test func anOverriddenSecretIsNotNeeded() {
        let needed = variables.secrets
        #expect(needed.map(\.name) == ["S"] && needed.map(\.source) == [.variable("NEAR")])
        #expect(variables.files == ["f"])
    }

    @Test func aFileOfANearerPlaceTakesASecretsPlace() {
        let variables = ProcessVariables(layers: [
            VariableSettings(secrets: ["S": .file("s")]), VariableSettings(file: "f"),
        ])
        #expect(variables.values(over: [:], files: ["f": ["S": "x"]], secrets: ["S": "hunter2"]) == ["S": "x"])
    }

    @Test func theExecutorsVariablesThatHoldSecretsAreKnown() {
        let pipeline = Pipeline(
            name: "shop", release: .manual,
            stages: [
                Stage(
                    name: "build",
                    steps: [
                        Step(
                            .run(RunStep(command: "make")),
                            variables: VariableSettings(secrets: ["A": .variable("STEP"), "B": .file("b")]))
                    ])
            ], environments: [:], variables: VariableSettings(secrets: ["C": .variable("TOP")]))
        #expect(pipeline.secretVariables == ["STEP", "TOP"])
    }
}
