import Dashboard
import DashboardStories
import Delivery
import Testing
import Values

/// The live loop, on a display that only remembers.
struct DashboardSessionTests {
    /// Remembers frames, and tells when one shows something.
    private actor FakeDisplay: Display {
        nonisolated let keys: AsyncStream<KeyPress>
        nonisolated let keySink: AsyncStream<KeyPress>.Continuation
        nonisolated let frames: AsyncStream<String>
        private let frameSink: AsyncStream<String>.Continuation
        nonisolated let terminations: AsyncStream<TerminationSignal>
        private(set) var frameCount = 0
        let size = Size(columns: 80, rows: 24)

        init() {
            (keys, keySink) = AsyncStream.makeStream()
            (frames, frameSink) = AsyncStream.makeStream()
            terminations = AsyncStream { _ in }
        }

        func present(_ buffer: CellBuffer, theme: Theme) {
            frameCount += 1
            frameSink.yield(buffer.text)
        }

        nonisolated func reportTerminations() -> AsyncStream<TerminationSignal> { terminations }

        /// Waits for a frame with all of the texts.
        nonisolated func wait(for texts: String...) async {
            for await frame in frames where texts.allSatisfy(frame.contains) { return }
        }
    }

    /// Commands, in the order in which they were given.
    private actor Orders {
        private(set) var given: [Order] = []

        func give(_ command: Order) { given.append(command) }
    }

    private struct Stage {
        let display = FakeDisplay()
        let orders = Orders()
        let records: AsyncStream<EventRecord>
        let sink: AsyncStream<EventRecord>.Continuation
        let story: ReleaseStory

        init(_ story: ReleaseStory) {
            (records, sink) = AsyncStream.makeStream()
            self.story = story
        }

        func run(
            refusing refusal: Refusal? = nil, ownsRun: Bool = true, asides: DashboardSession.Asides? = nil,
            source: (any DashboardSource)? = nil, model: DashboardModel? = nil
        ) async -> DashboardSession.Ending {
            let (orders, now) = (orders, story.now)
            let session = DashboardSession(display: display, symbols: .unicode, source: source, now: { now }) { order in
                await orders.give(order.order)
                return refusal
            }
            var model = model ?? story.model
            var ui = story.ui()
            ui.ownsRun = ownsRun
            return await session.run(records: records, model: &model, ui: ui, asides: asides)
        }
    }

    @Test(.timeLimit(.minutes(1))) func leavesAFinishedRun() async {
        let stage = Stage(Scene.succeeded.story)
        async let ending = stage.run()
        await stage.display.wait(for: "succeeded")
        stage.display.keySink.yield(.character("q"))
        #expect(await ending == .finished)
    }

    @Test(.timeLimit(.minutes(1))) func givesOrdersAndShowsRefusals() async {
        let stage = Stage(Scene.atFive.story)
        async let ending = stage.run(refusing: Refusal("not today"))
        stage.display.keySink.yield(.character("h"))
        await stage.display.wait(for: "halt: not today")
        #expect(await stage.orders.given == [.halt])
        stage.display.keySink.finish()
        #expect(await ending == .interrupted)
    }

    @Test(.timeLimit(.minutes(1))) func cancellingLeavesWhenTheRunHasEnded() async {
        let stage = Stage(Scene.building.story)
        async let ending = stage.run()
        stage.display.keySink.yield(.character("q"))
        stage.display.keySink.yield(.character("c"))
        await stage.display.wait(for: "cancel requested")
        var story = stage.story
        story.input(.order(.cancel, by: ReleaseStory.ana, reason: nil))
        story.input(.step(StepID(stage: "test", index: 1), .ended(.signalled(15))))
        for record in story.records.dropFirst(stage.story.records.count) { stage.sink.yield(record) }
        #expect(await ending == .cancelled)
    }

    @Test(.timeLimit(.minutes(1))) func admitsLostContact() async {
        let stage = Stage(Scene.atFive.story)
        async let ending = stage.run(ownsRun: false)
        stage.sink.finish()
        await stage.display.wait(for: "no contact")
        stage.display.keySink.finish()
        #expect(await ending == .interrupted)
    }

    @Test(.timeLimit(.minutes(1))) func saysThatNobodyCarriesTheRunOutUntilSomebodyDoes() async {
        let stage = Stage(Scene.atFive.story)
        let (contacts, contact) = AsyncStream<RunContact>.makeStream()
        async let ending = stage.run(ownsRun: false, asides: DashboardSession.Asides(contacts: contacts))
        contact.yield(.abandoned(since: stage.story.now, remedy: "slipway run --continue --state shop"))
        await stage.display.wait(for: "interrupted", "nobody carries it out: slipway run --continue --state shop")
        contact.yield(.kept)
        await stage.display.wait(for: "● canary", "bake ")
        stage.display.keySink.yield(.character("q"))
        #expect(await ending == .left)
    }

    /// Nobody would ever end it otherwise: of a run of one's own there is nobody to get in contact with again.
    @Test(.timeLimit(.minutes(1))) func endsWithARunThatCanNotBeCarriedOn() async {
        let stage = Stage(Scene.atFive.story)
        async let ending = stage.run()
        stage.sink.finish()
        #expect(await ending == .broken)
    }

    @Test(.timeLimit(.minutes(1))) func showsWhatKeepsEverythingFromGoingOnUntilItIsOver() async {
        let stage = Stage(Scene.atFive.story)
        let (troubles, trouble) = AsyncStream<String?>.makeStream()
        let (stops, stop) = AsyncStream<Void>.makeStream()
        async let ending = stage.run(asides: DashboardSession.Asides(troubles: troubles, stops: stops))
        trouble.yield("there is no room left")
        await stage.display.wait(for: "stuck", "there is no room left")
        trouble.yield(nil)
        await stage.display.wait(for: "● canary")
        stop.yield()
        #expect(await ending == .interrupted)
    }

    /// Answers when it is told to.
    private struct SlowSource: DashboardSource {
        let records: [EventRecord]
        let signal: AsyncStream<Void>

        func records(of run: RunNumber, before sequence: Int64, limit: Int) async throws -> [EventRecord] {
            for await _ in signal { break }
            return Array(records.filter { $0.sequence < sequence }.suffix(limit))
        }

        func output(
            of owner: OutputOwner, in run: RunNumber, _ place: OutputPlace, limit: Int
        ) async throws -> OutputPiece? { nil }
    }

    /// What a page asks for keeps neither keys nor orders waiting.
    @Test(.timeLimit(.minutes(1))) func asksASourceAndGoesOnMeanwhile() async {
        let stage = Stage(Scene.atFive.story)
        let run = stage.story.model.run
        let (signal, go) = AsyncStream<Void>.makeStream()
        let source = SlowSource(records: stage.story.records, signal: signal)
        let last = stage.story.records.last?.sequence ?? 0
        async let ending = stage.run(
            source: source, model: DashboardModel(run: run, ledger: ReleaseStory.ledgerWithStable, through: last))
        stage.display.keySink.yield(.up)
        stage.display.keySink.yield(.character("h"))
        await stage.display.wait(for: "halt requested")
        go.yield()
        await stage.display.wait(for: "newer · End follows")
        stage.display.keySink.finish()
        #expect(await ending == .interrupted)
    }

    @Test(.timeLimit(.minutes(1))) func aFloodOfEventsCostsFewFrames() async {
        let stage = Stage(ReleaseStory(ledger: ReleaseStory.ledgerWithStable))
        let records = Scene.succeeded.story.records
        let began = ContinuousClock.now
        for record in records { stage.sink.yield(record) }
        async let ending = stage.run()
        await stage.display.wait(for: "succeeded: 1.42.0")
        let longest = Int(began.duration(to: .now) / .milliseconds(50)) + 2
        #expect(await stage.display.frameCount <= longest)
        stage.display.keySink.yield(.character("q"))
        #expect(await ending == .finished)
    }
}
