import DashboardStories
import Delivery
import Testing
import Values

@testable import Dashboard

/// Which keys can be pressed when, and why not.
struct DashboardKeyTests {
    private static let table = ReleasePage().table(.builtIn)

    private func meaning(
        _ key: Character, _ scene: Scene, by actor: Actor = ReleaseStory.ana
    ) -> KeyTable<KeyContext, PageKey<ReleasePage.Action>>.Meaning {
        Self.table.meaning(of: .character(key), in: KeyContext(scene.story.model, scene.story.ui(actor)))
    }

    private func reason(_ key: Character, _ scene: Scene, by actor: Actor = ReleaseStory.ana) -> String? {
        if case .disabled(let reason) = meaning(key, scene, by: actor) { reason } else { nil }
    }

    /// Every context that has keys of its own, by its bindings' names and keys.
    private static var contexts: [(String, [(ActionName, [KeyPress])], conflicts: [KeyPress])] {
        func row<Action>(_ name: String, _ table: KeyTable<KeyContext, Action>) -> (
            String, [(ActionName, [KeyPress])], conflicts: [KeyPress]
        ) { (name, table.bindings.map { ($0.name, $0.keys) }, table.conflicts) }
        func page(_ page: some Page) -> (String, [(ActionName, [KeyPress])], conflicts: [KeyPress]) {
            row(type(of: page).name, KeyTable(page.bindings))
        }
        let subjects: [DashboardDialog.Subject] = [
            .approve("production"), .reject("production"), .rollBack, .promote(suspect: false), .leave,
        ]
        return Pages.all.map { page($0.make(ReleasePage())) }
            + subjects.map { row("\($0)", DialogKeys.table(for: $0, canDetach: true, .builtIn)) }
            + [row("prompt", PromptKeys.table(.builtIn)), row("every page", KeyTable(ScreenKeys.bindings))]
    }

    @Test func noKeyMeansTwoThings() {
        for (name, _, conflicts) in Self.contexts { #expect(conflicts == [], "\(name)") }
        #expect(Self.table.conflicts == [])
    }

    /// Else a person's own keys for it would be true here and a lie there.
    @Test func anActionHasTheSameKeysEverywhere() {
        var seen: [ActionName: [KeyPress]] = [:]
        for (context, bindings, _) in Self.contexts {
            for (name, keys) in bindings {
                #expect(seen[name] == nil || seen[name] == keys, "\(name) in \(context)")
                seen[name] = keys
            }
        }
    }

    /// The keys that act, out of `axhrpc`.
    @Test(arguments: [
        (Scene.building, ""), (.failed, ""), (.waiting, "ax"), (.starting, "hr"), (.atFive, "hrp"),
        (.atTwentyFive, "hrp"), (.halted, "rpc"), (.rollingBack, ""), (.rolledBack, "r"), (.crashed, "r"),
        (.promoted, "r"), (.succeeded, "r"), (.firstRelease, "r"),
    ])
    func enabledKeys(_ scene: Scene, _ enabled: String) {
        let acting = "axhrpc".filter { key in
            if case .action = meaning(key, scene) { true } else { false }
        }
        #expect(acting == enabled)
    }

    @Test(arguments: [
        (Character("a"), Scene.building, "no stage waits for an approval"),
        ("h", .building, "no release is under way"), ("h", .halted, "the release is already halted"),
        ("c", .atFive, "the release is not halted"), ("r", .rollingBack, "the release is already rolling back"),
        ("h", .promoted, "the candidate already has all traffic"), ("p", .succeeded, "run #128 has succeeded"),
        ("p", .starting, "the candidate's instances are not ready yet"),
    ])
    func reasons(_ key: Character, _ scene: Scene, _ why: String) {
        #expect(reason(key, scene) == why)
    }

    @Test func whoStartedTheRunMayNotApprove() {
        let ben = Actor(name: "ben", groups: ["release"])
        #expect(reason("a", .waiting, by: ben) == "ben started this run; someone else must approve it")
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
        let help = Scene.halted.frame(120, 70, keys: [.character("?")]).text
        for binding in Self.table.bindings { #expect(help.contains(binding.help)) }
    }

    /// Every order to a run under way has a key, except ending it, which `q` asks about.
    @Test func everyOrderHasAKey() {
        let orders = ReleasePage().bindings.compactMap { binding -> Order? in
            switch binding.action {
            case .order(let order): order
            case .rollBack: .rollBack
            case .nextRelease, .log, .versions, .scroll: nil
            }
        }
        #expect(
            Set(orders.map(\.rawValue))
                == Set(Order.allCases.filter { !$0.reopens }.map(\.rawValue)).subtracting(["cancel"]))
    }
}
