import Delivery
import Values

/// Carries out in one environment what a release asks for; what it can do is recorded with the release. A new kind of
/// platform is one type that conforms, and passes the contract that all of them do.
public protocol Platform: Sendable {
    /// Carries an effect out to its end, or until it is cancelled, and reports what comes of it.
    ///
    /// It may be asked for the same again, also by another process after a crash: then it finds what was begun. A task
    /// that was cancelled before its turn came changes nothing and reports nothing: a rollback may have overtaken it.
    /// One that is cancelled later tells nobody anything any more.
    ///
    /// - Throws: what kept it from being carried out; `CancellationError` when it was cancelled.
    func perform(
        _ effect: ReleaseEffect, of release: ReleaseState, in run: RunState,
        report: @escaping @Sendable (ReleaseInput) -> Void
    ) async throws

    /// Returns what a candidate has to stable at once: nobody judges it any more.
    func closeShare(of release: ReleaseState) async throws

    /// Whether the dead man's switch has taken a candidate's share. Where it has not, that is put off once more: whoever
    /// asks is back at work, and has decided what becomes of the share.
    func hasLostLease(of release: ReleaseState) async -> Bool

    /// Sees that users get what is in service, and nobody sends them to these instances, while nothing is released. A
    /// router that has gone is started again.
    func keepServing(_ deployment: Deployment, without instances: [PlacedInstance]) async -> RouterLook

    /// How an instance ended, or that it was never started; `nil` while it runs, and where nobody can tell.
    func end(of id: InstanceID) async -> InstanceAnswer?

    /// Starts an instance of what is in service as it was released, on its port, for the `start`-th time. What is left of
    /// it is ended first; a start that was begun is found.
    ///
    /// - Throws: what keeps it from being started; `CancellationError`.
    func startAgain(_ instance: PlacedInstance, of deployment: Deployment, start: Int) async throws

    /// Ends an instance, by force after `limit`.
    ///
    /// - Throws: what keeps it from being ended; `CancellationError`.
    func stop(_ id: InstanceID, within limit: Duration) async throws

    /// Ends the router, so that nobody is sent anywhere. Its files stay.
    ///
    /// - Throws: what keeps it from being ended.
    func closeRouter() async throws

    /// Gives back what this process holds; what runs goes on.
    func leave() async

    /// Ends everything that was ever set up here, by whomever.
    ///
    /// - Returns: what may still be there, and why; nothing when all has gone.
    func dismantle() async -> [Problem]
}

/// Gives the platform of each environment, which is opened once.
public protocol PlatformProvider: Sendable {
    /// - Throws: what keeps it from being used.
    func platform(of environment: EnvironmentName) async throws -> any Platform

    /// The platform of an environment in which something was set up before; `nil` where nothing is, or nobody can tell.
    func platform(servingIn environment: EnvironmentName) async -> (any Platform)?

    /// Those that were opened.
    var all: [any Platform] { get async }
}

extension PlatformProvider {
    /// Takes everything down that was ever set up in these environments, by whomever: routers first, then every
    /// instance.
    ///
    /// - Returns: what may still be there, and why; nothing when all has gone.
    @discardableResult
    public func dismantle(_ environments: some Sequence<EnvironmentName>) async -> [Problem] {
        var left: [Problem] = []
        for environment in environments {
            do {
                left += try await platform(of: environment).dismantle()
            } catch {
                left.append(Problem(what: "\(environment)", why: "\(error)"))
            }
        }
        return left
    }

    /// Gives back what this process holds; routers and instances go on.
    public func leave() async {
        for platform in await all { await platform.leave() }
    }
}
