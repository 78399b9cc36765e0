import Dashboard
import DashboardStories
import Delivery
import Testing
import Values

/// Two releases of one run side by side: one is on the screen, and keys are for that one.
@Suite struct SeveralReleasesTests {
    private static let ana = Actor(name: "ana")

    /// Both candidates have their first share.
    private static func story() -> ReleaseStory {
        var ledger = Ledger()
        for name in ["eu", "us"] as [EnvironmentName] {
            ledger.apply(.release(name, .promoted(deployment: old)), run: RunNumber(1), at: ReleaseStory.start)
        }
        var story = story(ledger)
        for name in ["eu", "us"] as [EnvironmentName] { story.bake(in: name) }
        return story
    }

    /// The run has come to the stage of both regions.
    private static func story(_ ledger: Ledger, gate: ApprovalRule? = nil) -> ReleaseStory {
        let environment = Environment(
            service: Service(start: "./server"),
            traffic: TrafficRoute(listen: Endpoint(address: "127.0.0.1", port: 8080)),
            strategy: .canary(
                CanaryStrategy(
                    steps: [Share(percent: 5)],
                    bake: Bake(duration: .seconds(60), requests: 1, limit: .seconds(600)))),
            health: [.errors(worseBy: 1.5, tolerance: Share(basisPoints: 5))])
        var story = ReleaseStory(ledger: ledger)
        let pipeline = Pipeline(
            name: "shop", release: .manual,
            stages: [
                Stage(name: "build", steps: [.artifact(path: "dist", versionFrom: nil)]),
                Stage(
                    name: "regions", gate: gate, isParallel: true,
                    steps: [.deploy(environment: "eu"), .deploy(environment: "us")]),
            ], environments: ["eu": environment, "us": environment])
        story.input(.start(pipeline: pipeline, change: Change(title: "Two"), by: ana, workspace: "/w"))
        story.input(.step(StepID(stage: "build", index: 0), .artifactMade(artifact("b", "2"))))
        return story
    }

    private static func artifact(_ digit: Character, _ version: String) -> Artifact {
        guard let digest = Digest(String(repeating: digit, count: 64)) else { preconditionFailure("no digit") }
        return Artifact(digest: digest, version: version, size: ByteCount(bytes: 1024))
    }

    private static var old: Deployment {
        Deployment(
            artifact: artifact("a", "1"), slot: .blue, run: RunNumber(1),
            instances: [
                PlacedInstance(
                    id: InstanceID(run: RunNumber(1), host: .local, slot: .blue, index: 0),
                    endpoint: Endpoint(address: "127.0.0.1", port: 9000))
            ])
    }

    private func press(_ keys: [Character], _ story: ReleaseStory, showing environment: EnvironmentName? = nil)
        -> [DashboardRequest]
    {
        var model = story.model
        if let environment { model.show(environment) }
        var ui = story.ui()
        return keys.compactMap { ui.press(.character($0), model) }
    }

    @Test func theNextIsShown() {
        let story = Self.story()
        #expect(story.model.release?.environment == "eu")
        #expect(press(["e"], story) == [.show("us")])
        #expect(press(["e"], story, showing: "us") == [.show("eu")])
        #expect(press(["e"], Scene.atFive.story).isEmpty, "there is only one")
    }

    @Test func keysAreForTheOneThatIsShown() {
        let story = Self.story()
        let seen = SeenChange(story.model.run)
        // Whoever halts halts everything.
        #expect(press(["h"], story) == [.order(DashboardOrder(.halt, seen: seen, environment: nil))])
        #expect(press(["h"], story, showing: "us") == [.order(DashboardOrder(.halt, seen: seen, environment: nil))])
        #expect(
            press(["r", "y"], story, showing: "us")
                == [.order(DashboardOrder(.rollBack, seen: seen, environment: "us"))])
    }

    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)])
    func theScreenSaysWhichAndWhatElseThereIs(_ size: Size) {
        var story = Self.story()
        story.input(.order(.halt, by: Self.ana, reason: nil, in: "us"))
        let screen = Self.text(story, size)
        #expect(screen.contains("Traffic eu (e: us; us HALTED)"), "\(screen)")
        #expect(screen.contains("us: halted by ana"), "\(screen)")
        var model = story.model
        model.show("us")
        var ui = story.ui()
        _ = ui.press(.character("r"), model)
        #expect(Self.text(model, ui, size).contains("Roll back 2 in us?"))
    }

    /// Whoever watches one is not moved to another under their fingers.
    @Test func whatIsShownStaysWhenItEnds() {
        var story = Self.story()
        story.takeBack(in: "eu")
        #expect(story.model.run.release(in: "eu")?.phase == .finished)
        #expect(story.model.release?.environment == "eu")
        #expect(story.model.activeRelease == nil)
        let screen = Self.text(story, Size(columns: 80, rows: 24))
        #expect(screen.contains("Traffic eu (e: us)"), "\(screen)")
        #expect(press(["r"], story).isEmpty, "that of us is not meant")
        #expect(press(["e"], story) == [.show("us")])
    }

    /// Also when the other has ended: a key that is pressed a moment too late is for the one that was on the screen.
    @Test func aQuestionSaysWhereAlsoWhenOneIsLeft() {
        var story = Self.story()
        story.takeBack(in: "us")
        #expect(story.model.run.activeReleases.count == 1)
        var ui = story.ui()
        _ = ui.press(.character("r"), story.model)
        #expect(Self.text(story.model, ui, Size(columns: 80, rows: 24)).contains("Roll back 2 in eu?"))
    }

    @Test func anApprovalNamesEveryEnvironmentOfItsStage() {
        var ledger = Ledger()
        ledger.apply(.release("eu", .promoted(deployment: Self.old)), run: RunNumber(1), at: ReleaseStory.start)
        let story = Self.story(ledger, gate: ApprovalRule(approvers: []))
        for size in [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)] {
            #expect(Self.text(story, size).contains("2 → eu, us"))
            #expect(Self.text(story, size).contains("eu: 1 (aaaaaaaaaaaa)"), "\(Self.text(story, size))")
            #expect(Self.text(story, size).contains("us: nothing"))
            var ui = story.ui()
            _ = ui.press(.character("a"), story.model)
            let question = Self.text(story.model, ui, size)
            #expect(question.contains("2 → eu, us"), "\(question)")
            #expect(question.contains("us: nothing is in service yet"), "\(question)")
        }
    }

    private static func text(_ story: ReleaseStory, _ size: Size) -> String { text(story.model, story.ui(), size) }

    private static func text(_ model: DashboardModel, _ ui: DashboardUI, _ size: Size) -> String {
        DashboardView.render(model, ui, size: size, symbols: .unicode).text
    }
}

extension ReleaseStory {
    /// Everything goes well until the candidate has its first share.
    fileprivate mutating func bake(in name: EnvironmentName) {
        let plan = model.run.release(in: name)?.plan
        let stable = plan?.previous?.instances.map { ($0.id, InstanceAnswer.good) } ?? []
        input(.release(name, .stableAsked(Dictionary(stable, uniquingKeysWith: { $1 }))))
        input(.release(name, .prepared()))
        for id in plan?.instances ?? [] {
            input(.release(name, .instance(id, .started(Endpoint(address: "127.0.0.1", port: 9100)))))
            input(.release(name, .instance(id, .ready())))
        }
        input(.release(name, .attached))
        input(.release(name, .shifted(to: Share(percent: 5))))
    }

    /// A person takes it back, and nothing stands in the way.
    fileprivate mutating func takeBack(in name: EnvironmentName) {
        input(.order(.rollBack, by: Actor(name: "ana"), reason: nil, in: name))
        input(.release(name, .trafficReturned(to: .blue)))
        input(.release(name, .drained(.green, cut: 0)))
        for id in model.run.release(in: name)?.plan.instances ?? [] {
            input(.release(name, .instance(id, .stopped)))
        }
        input(.release(name, .routerConfirmed(.runs)))
    }
}
