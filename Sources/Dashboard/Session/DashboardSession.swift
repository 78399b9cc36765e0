import Delivery
import Foundation
import Values

/// The dashboard, live: merges events, keys and time, and shows a frame when something changed.
public struct DashboardSession: Sendable {
    /// How the person left, or why the screen went.
    public enum Ending: Equatable, Sendable {
        /// The person left after the run had finished.
        case finished
        /// The person left a run that goes on without this program.
        case left
        /// A person cancelled the run here, and it has ended.
        case cancelled
        /// The program was asked to end, or the terminal is gone, while the run goes on.
        case interrupted
        /// The run can't be carried on here, for a reason that is not on the screen.
        case broken
    }

    /// What the program has to say beside the events.
    public struct Asides: Sendable {
        /// What keeps everything from going on; `nil` when it is over.
        let troubles: AsyncStream<String?>
        /// Requests to end, where the program itself hears of them.
        let stops: AsyncStream<Void>
        /// Whether somebody carries the run out, where that is not this program.
        let contacts: AsyncStream<RunContact>

        public init(
            troubles: AsyncStream<String?> = .init { $0.finish() }, stops: AsyncStream<Void> = .init { $0.finish() },
            contacts: AsyncStream<RunContact> = .init { $0.finish() }
        ) {
            self.troubles = troubles
            self.stops = stops
            self.contacts = contacts
        }
    }

    /// Carries out an order; returns why it can't be, or `nil`.
    public typealias GiveOrder = @Sendable (DashboardOrder) async -> Refusal?

    private let display: any Display
    private let symbols: Symbols
    private let order: GiveOrder
    private let source: (any DashboardSource)?
    private let desk: (any RunDesk)?
    private let now: @Sendable () -> Timestamp

    /// How often clocks and spinners move.
    private static let tick = Duration.milliseconds(250)
    /// How many events may wait for a terminal that takes nothing.
    private static let backlog = 256

    public init(
        display: any Display, symbols: Symbols = .ofLocale, source: (any DashboardSource)? = nil,
        desk: (any RunDesk)? = nil,
        now: @escaping @Sendable () -> Timestamp = { DashboardSession.wallClock() }, order: @escaping GiveOrder
    ) {
        self.display = display
        self.symbols = symbols
        self.source = source
        self.desk = desk
        self.now = now
        self.order = order
    }

    /// Shows the run until the person leaves. `model` is left as it was last shown, for the summary afterwards.
    ///
    /// - Parameters:
    ///   - records: the events after those that `model` has; when they end while the run goes on, the screen says that
    ///     contact is lost.
    ///   - ui: who sits before the screen, and the themes to choose from.
    public func run(
        records: AsyncStream<EventRecord>, model: inout DashboardModel, ui: DashboardUI, asides: Asides? = nil
    ) async -> Ending {
        let (occurrences, sink) = AsyncStream.makeStream(of: Occurrence.self)
        var loop = DashboardLoop(model: model, ui: ui)
        let opened = OpenedRuns(limit: Self.backlog, sink: sink)
        await withTaskGroup(of: Void.self) { group in
            pump(into: sink, &group)
            opened.take(OpenRun(model, records: records), as: .first)
            if let asides { pump(asides, into: sink, &group) }
            var schedule = FrameSchedule()
            for await occurrence in occurrences {
                loop.ui.advance(to: now())
                if case .record(_, let seat) = occurrence { opened.leave(seat) }
                if case .opened(let run, let seat) = occurrence { opened.take(run, as: seat) }
                if let errand = loop.take(occurrence) {
                    let seat = opened.nextSeat(for: errand)
                    group.addTask { sink.yield(await carryOut(errand, as: seat)) }
                }
                if case .opened = occurrence { opened.keep(only: loop.seats) }
                if loop.ending != nil { break }
                switch schedule.change(at: .now) {
                case .show:
                    loop.ui.size = await display.size
                    await show(loop)
                case .wait(let pause): group.addTask { if await Self.pause(pause) { sink.yield(.frameDue) } }
                case .isPlanned: break
                }
            }
            group.cancelAll()
            opened.end()
        }
        model = loop.home
        return loop.ending ?? .interrupted
    }

    private func carryOut(_ errand: Errand, as seat: RunSeat) async -> Occurrence {
        switch errand {
        case .order(let wanted): .answer(await order(wanted), to: wanted.order)
        case .ask(let question, let page):
            .pageAnswer(await source?.answer(to: question) ?? question.failed("nothing is recorded here"), for: page)
        case .open(let run): await opened("run \(run) can't be shown", as: seat) { try await $0.open(run) }
        case .release(let order): await opened("not released", as: seat) { try await $0.release(order) }
        }
    }

    private func opened(
        _ failure: String, as seat: RunSeat, _ open: (any RunDesk) async throws -> OpenRun
    ) async -> Occurrence {
        guard let desk else { return .notOpened("\(failure): this screen shows one run alone") }
        do { return .opened(try await open(desk), as: seat) } catch { return .notOpened("\(failure): \(error)") }
    }

    private func show(_ loop: DashboardLoop) async {
        let frame = DashboardView.render(loop.model, loop.ui, size: loop.ui.size, symbols: symbols)
        await display.present(frame, theme: loop.ui.theme)
    }

    /// Everything that can happen beside the events, into one stream.
    private func pump(
        into sink: AsyncStream<Occurrence>.Continuation, _ group: inout TaskGroup<Void>
    ) {
        let (keys, terminations) = (display.keys, display.reportTerminations())
        group.addTask {
            for await key in keys { sink.yield(.key(key)) }
            sink.yield(.terminalGone)
        }
        group.addTask {
            for await _ in terminations { sink.yield(.terminalGone) }
        }
        group.addTask {
            repeat { sink.yield(.time(utcOffset: Self.utcOffset())) } while await Self.pause(Self.tick)
        }
    }

    private func pump(
        _ asides: Asides, into sink: AsyncStream<Occurrence>.Continuation, _ group: inout TaskGroup<Void>
    ) {
        group.addTask {
            for await trouble in asides.troubles { sink.yield(.trouble(trouble)) }
        }
        group.addTask {
            for await _ in asides.stops { sink.yield(.terminalGone) }
        }
        group.addTask {
            for await contact in asides.contacts { sink.yield(.contact(contact, of: .first)) }
        }
    }

    /// Whether it was waited to the end.
    private static func pause(_ duration: Duration) async -> Bool {
        do { try await Task.sleep(for: duration) } catch { return false }
        return true
    }

    /// The system's time.
    public static func wallClock() -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// How far the clock on the wall is ahead of UTC.
    public static func utcOffset() -> Duration { .seconds(TimeZone.current.secondsFromGMT()) }
}
