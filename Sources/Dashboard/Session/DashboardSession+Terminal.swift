import Delivery

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
    ///   - first: the page that it begins with.
    ///   - source: where pages look up what the events don't tell.
    ///   - desk: what brings other runs to the screen, and starts releases.
    ///   - asides: what the program has to say beside the events.
    /// - Throws: `ScreenError` when there is no terminal, or one that is no screen.
    public static func run(
        _ records: AsyncStream<EventRecord>, model: DashboardModel, actor: Actor, ownsRun: Bool = true,
        canDetach: Bool = false, themes: [Theme] = [], first: FirstPage = .run,
        source: (any DashboardSource)? = nil, desk: (any RunDesk)? = nil, asides: Asides? = nil,
        order: @escaping GiveOrder
    ) async throws(ScreenError) -> Farewell {
        let screen = try await Screen.open()
        let session = DashboardSession(display: screen, source: source, desk: desk, order: order)
        let ui = DashboardUI(
            actor: actor, ownsRun: ownsRun, canDetach: canDetach, now: wallClock(), utcOffset: utcOffset(),
            themes: themes, first: first)
        var model = model
        let ending = await session.run(records: records, model: &model, ui: ui, asides: asides)
        return Farewell(ending: ending, model: model, standardError: await screen.close())
    }
}
