import DashboardStories
import Delivery
import Testing

@testable import Dashboard

@Suite struct OutputTargetTests {
    private func meant(_ word: String, _ scene: Scene) -> [String] {
        let model = scene.story.model
        return model.run.allOutputTargets(model.ledger).meant(by: word).map(\.fullName)
    }

    @Test func stepsAreFoundByTitleNumberAndPart() {
        #expect(meant("make dist", .building) == ["make dist (build/1)"])
        #expect(meant("test/2", .building) == ["regression (test/2)"])
        #expect(meant("Func", .building) == ["functional (test/1)"])
        #expect(meant("test/", .building) == ["functional (test/1)", "regression (test/2)"])
        #expect(meant("deploy", .building) == [])
    }

    @Test func instancesAreFoundAsTheScreenNamesThem() {
        #expect(meant("green-1", .atFive) == ["production local/green-1"])
        #expect(meant("local/blue-2", .atFive) == ["production local/blue-2"])
        #expect(meant("production local/blue-1", .building) == ["production local/blue-1"], "it is in service")
        #expect(meant("blue", .atFive).count == 2)
    }

    @Test func whatRunsOrWentWrongComesFirst() {
        #expect(Scene.building.story.model.mainOutput?.title == "regression")
        #expect(Scene.failed.story.model.mainOutput?.title == "regression")
        #expect(Scene.crashed.story.model.mainOutput?.title == "local/green-2")
        #expect(Scene.atFive.story.model.mainOutput?.title == "local/green-1")
        #expect(Scene.waiting.story.model.mainOutput?.title == "regression")
    }

    @Test func whatHasNotBegunHasPrintedNothing() {
        let targets = Scene.building.story.model.outputTargets.map(\.name)
        #expect(targets == ["build/1", "test/1", "test/2", "production local/blue-1", "production local/blue-2"])
    }
}
