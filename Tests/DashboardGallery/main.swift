import Dashboard
import DashboardStories
import Delivery
import Foundation
import Values

// Shows a release on the real screen, to look at: `DashboardGallery SCENE [THEME-FILE]` shows one moment until `q`,
// `DashboardGallery live [THEME-FILE]` plays a whole release in the dashboard's own loop.

let arguments = CommandLine.arguments
let themes = try arguments.dropFirst(2).filter { !$0.hasPrefix("--") }.map { try ThemeLibrary.theme(atPath: $0) }

if arguments.count > 1, arguments[1] == "live" {
    try await playLive(themes: themes)
} else if arguments.count > 1, let story = scene(named: arguments[1]) {
    try await showScene(story, themes: themes, symbols: arguments.contains("--ascii") ? .ascii : .unicode)
} else {
    print("usage: DashboardGallery live|SCENE [THEME-FILE] [--ascii]")
    exit(2)
}

func scene(named name: String) -> ReleaseStory? {
    switch name {
    case "building": .building()
    case "failed": .testFailed()
    case "waiting": .waiting()
    case "starting": .starting()
    case "five": .atFivePercent()
    case "quarter": .atTwentyFivePercent()
    case "halted": .halted()
    case "rolling": .rollingBack()
    case "rolled": .rolledBack()
    case "crashed": .crashed()
    case "promoted": .promoted()
    case "succeeded": .succeeded()
    case "first": .firstRelease()
    case "frozen": .frozen()
    case "queued": .queued()
    case "stable-dead": .stableDead()
    case "nothing-runs": .nothingRuns()
    case "no-service": .waitingWithoutService()
    case "to-nobody": .rolledBackToNobody()
    default: nil
    }
}

func showScene(_ story: ReleaseStory, themes: [Theme], symbols: Symbols) async throws {
    var ui = story.ui(themes: themes)
    let screen = try await Screen.open()
    var keys = screen.keys.makeAsyncIterator()
    repeat {
        let frame = DashboardView.render(story.model, ui, size: await screen.size, symbols: symbols)
        await screen.present(frame, theme: ui.theme)
        guard let key = await keys.next(), ui.press(key, story.model) != .leave else { break }
    } while true
    await screen.close()
}

/// Ten times as fast as it went.
func playLive(themes: [Theme]) async throws {
    let records = ReleaseStory.rolledBack().records
    let feed = AsyncStream { sink in
        let task = Task {
            var last = records.first?.time
            for record in records {
                try await Task.sleep(for: min((record.time - (last ?? record.time)) / 10, .milliseconds(300)))
                last = record.time
                sink.yield(
                    EventRecord(
                        sequence: record.sequence, time: DashboardSession.wallClock(), run: record.run,
                        event: record.event))
            }
        }
        sink.onTermination = { _ in task.cancel() }
    }
    let model = DashboardModel(run: RunNumber(128), ledger: ReleaseStory.ledgerWithStable)
    let farewell = try await DashboardSession.run(feed, model: model, actor: ReleaseStory.ana, themes: themes) {
        _ in Refusal("this is only a recording")
    }
    print("\(farewell.ending)\(farewell.standardError)")
}
