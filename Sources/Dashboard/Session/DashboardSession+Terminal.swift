import Delivery
import Values

extension DashboardSession {
    /// What is left when the screen has gone.
    public struct Farewell: Sendable {
        public let ending: Ending
        /// The state as it was last shown, for the summary after the screen.
        public let model: DashboardModel
        /// What was written to standard error in the meantime; the screen kept it away from the frame.
        public let standardError: String
    }

    /// Takes over the terminal, shows the run until the person leaves, and gives the terminal back.
    ///
    /// - Parameters:
    ///   - ownsRun: whether the run goes on only as long as this program does.
    ///   - canDetach: whether the run can be left to go on without the screen.
    ///   - themes: to choose from, the first at the start.
    ///   - past: when the run ended, if that was before it is looked at.
    ///   - source: where pages look up what the events don't tell.
    ///   - asides: what the program has to say beside the events.
    /// - Throws: `ScreenError` when there is no terminal, or one that is no screen.
    public static func run(
        _ records: AsyncStream<EventRecord>, model: DashboardModel, actor: Actor, ownsRun: Bool = true,
        canDetach: Bool = false, themes: [Theme] = [], past: Timestamp? = nil,
        source: (any DashboardSource)? = nil, asides: Asides? = nil, order: @escaping GiveOrder
    ) async throws(ScreenError) -> Farewell {
        let screen = try await Screen.open()
        let session = DashboardSession(display: screen, source: source, now: { past ?? wallClock() }, order: order)
        let ui = DashboardUI(
            actor: actor, ownsRun: ownsRun, canDetach: canDetach, now: past ?? wallClock(), utcOffset: utcOffset(),
            themes: themes)
        var model = model
        model.isPast = past != nil
        let ending = await session.run(records: records, model: &model, ui: ui, asides: asides)
        return Farewell(ending: ending, model: model, standardError: await screen.close())
    }
}
