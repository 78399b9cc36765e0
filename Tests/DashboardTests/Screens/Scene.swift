import Dashboard
import DashboardStories
import Delivery

/// A moment of a release that the screen tests look at.
enum Scene: String, CaseIterable, Sendable {
    case building, failed, waiting, starting, atFive, atTwentyFive, halted, rollingBack, rolledBack, crashed, promoted
    case succeeded, firstRelease, frozen, queued, stableDead, nothingRuns, waitingWithoutService, rolledBackToNobody
    case waitingWithoutRouter, interrupted, interruptedJustNow, interruptedInTest, haltedTakenUp
    case approvedWithoutService, succeededLongAgo, withoutItsGate

    private static let stories = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.make()) })

    /// The story up to this moment; told once.
    var story: ReleaseStory { Self.stories[self] ?? make() }

    private func make() -> ReleaseStory {
        switch self {
        case .building: .building()
        case .failed: .testFailed()
        case .waiting: .waiting()
        case .withoutItsGate: .withoutItsGate()
        case .starting: .starting()
        case .atFive: .atFivePercent()
        case .atTwentyFive: .atTwentyFivePercent()
        case .halted: .halted()
        case .rollingBack: .rollingBack()
        case .rolledBack: .rolledBack()
        case .crashed: .crashed()
        case .promoted: .promoted()
        case .succeeded: .succeeded()
        case .firstRelease: .firstRelease()
        case .frozen: .frozen()
        case .queued: .queued()
        case .stableDead: .stableDead()
        case .nothingRuns: .nothingRuns()
        case .waitingWithoutService: .waitingWithoutService()
        case .rolledBackToNobody: .rolledBackToNobody()
        case .waitingWithoutRouter: .waitingWithoutRouter()
        case .interrupted: .interrupted()
        case .interruptedJustNow: .interruptedJustNow()
        case .interruptedInTest: .interruptedInTest()
        case .haltedTakenUp: .haltedTakenUp()
        case .approvedWithoutService: .approvedWithoutService()
        case .succeededLongAgo: .succeededLongAgo()
        }
    }

    /// The frame after the keys were pressed.
    func frame(_ columns: Int, _ rows: Int, keys: [KeyPress] = [], symbols: Symbols = .unicode) -> CellBuffer {
        var ui = story.ui()
        for key in keys { _ = ui.press(key, story.model) }
        return DashboardView.render(story.model, ui, size: Size(columns: columns, rows: rows), symbols: symbols)
    }
}
