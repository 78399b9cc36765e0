import Dashboard
import DashboardStories
import Delivery
import Testing

/// Which keys can be pressed when, and why not.
struct DashboardKeyTests {
    private func meaning(_ key: Character, _ scene: Scene, by actor: Actor = ReleaseStory.ana)
        -> KeyTable<KeyContext, DashboardAction>.Meaning
    {
        DashboardKeys.table.meaning(
            of: .character(key), in: KeyContext(scene.story.model, actor: actor))
    }

    @Test func noKeyMeansTwoThings() {
        #expect(DashboardKeys.table.conflicts == [])
    }

    /// The keys that act, out of `axhrpc`.
    @Test(arguments: [
        (Scene.building, ""), (.failed, ""), (.waiting, "ax"), (.starting, "hr"), (.atFive, "hrp"),
        (.atTwentyFive, "hrp"), (.halted, "rpc"), (.rollingBack, ""), (.rolledBack, ""), (.crashed, ""),
        (.promoted, "r"), (.succeeded, ""), (.firstRelease, "r"),
    ])
    func enabledKeys(_ scene: Scene, _ enabled: String) {
        let acting = "axhrpc".filter { key in
            if case .command = meaning(key, scene) { true } else { false }
        }
        #expect(acting == enabled)
    }

    @Test(arguments: [
        (Character("a"), Scene.building, "no stage waits for an approval"),
        ("h", .building, "no release is under way"), ("h", .halted, "the release is already halted"),
        ("c", .atFive, "the release is not halted"), ("r", .rollingBack, "the release is already rolling back"),
        ("h", .promoted, "the candidate already has all traffic"), ("p", .succeeded, "run #128 has finished"),
        ("p", .starting, "the candidate's instances are not ready yet"),
    ])
    func reasons(_ key: Character, _ scene: Scene, _ reason: String) {
        #expect(meaning(key, scene) == .disabled(reason: reason))
    }

    @Test func whoStartedTheRunMayNotApprove() {
        let ben = Actor(name: "ben", groups: ["release"])
        #expect(
            meaning("a", .waiting, by: ben)
                == .disabled(reason: "ben started this run; someone else must approve it"))
    }

    @Test(arguments: Scene.allCases)
    func theFooterHasEveryKeyAtEightyColumns(_ scene: Scene) {
        let footer = scene.frame(80, 24).lines[23]
        for label in ["a approve", "h halt", "r roll back", "p promote", "c resume", "q quit", "? help"] {
            #expect(footer.contains(label))
        }
    }

    /// Where not all fit, what can be pressed stays.
    @Test func theFooterKeepsWhatActs() {
        let footer = Scene.halted.frame(60, 16).lines[15]
        for label in ["r roll back", "p promote", "c resume", "q quit", "? help"] { #expect(footer.contains(label)) }
    }

    @Test func helpNamesEveryKey() {
        let help = Scene.halted.frame(120, 60, keys: [.character("?")]).text
        for binding in DashboardKeys.table.bindings { #expect(help.contains(binding.help)) }
    }

    /// Every command to a run under way has a key, except ending it, which `q` asks about.
    @Test func everyCommandHasAKey() {
        let commands = DashboardKeys.table.bindings.compactMap(\.command.command)
        #expect(
            Set(commands.map(\.rawValue))
                == Set(Command.allCases.filter { !$0.reopens }.map(\.rawValue)).subtracting(["cancel"]))
    }
}
