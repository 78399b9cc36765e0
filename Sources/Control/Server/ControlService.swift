import Delivery
import Foundation
import Journal
import Values

/// What all conversations share: what can be asked, and of whom.
struct ControlService: Sendable {
    let delegate: any ControlDelegate
    let journal: JournalReader
    let live: LiveEvents
    let access: AccessRules
    let limits: ControlLimits
    let connections: OpenConnections
    /// Two: they may not take all processors.
    let readers = ReadingPlaces(2)
    let version: String
    let stateDirectory: String
    let since: Timestamp

    func greeting(_ parameters: HelloParameters, for actor: Actor) async throws -> Greeting {
        guard parameters.protocol >= 1 else {
            throw RPCError(.invalidParameters, "protocol: expected 1 or more")
        }
        guard parameters.protocol <= Greeting.currentProtocol else {
            throw RPCError(
                .unsupportedProtocol,
                "this executor (slipway \(version)) speaks protocol \(Greeting.currentProtocol), "
                    + "not \(parameters.protocol)")
        }
        return Greeting(
            version: version, processID: getpid(), stateDirectory: stateDirectory, since: since,
            runs: await delegate.activeRuns(), pipelines: delegate.pipelines, you: actor)
    }

    func carryOut(_ parameters: OrderParameters, by actor: Actor) async throws -> OrderResult {
        let order = OrderRequest(
            id: parameters.id, order: parameters.order, run: parameters.run, actor: actor,
            reason: parameters.reason, anyway: parameters.anyway ?? false, seen: parameters.seen?.change,
            environment: parameters.environment)
        return OrderResult(sequence: try await delegate.order(order))
    }

    func carryOut(_ parameters: StandingParameters, by actor: Actor) async throws -> OrderResult {
        let request = StandingRequest(
            id: parameters.id, order: parameters.order, actor: actor, reason: parameters.reason)
        return OrderResult(sequence: try await delegate.order(request))
    }

    /// The number of the last event that is recorded, on disk or not.
    func lastSequence() async throws -> Int64 {
        max(try await journal.lastSequence(), live.highest)
    }
}
