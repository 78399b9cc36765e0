import Delivery
import Fleet
import Foundation
import Platforms
import Posix
import StateDirectory
import Values
import Variables

/// Everything outside the core that effects act on: one platform an environment, and the workspace's commands.
public struct World: Sendable {
    let state: StateDirectory
    public let platforms: any PlatformProvider
    let artifacts: ArtifactStore
    let variables: PassedVariables
    let sources: any SourceTaker
    /// Hears of what went wrong where no run takes it down.
    let notice: @Sendable (Problem) -> Void

    /// - Parameters:
    ///   - variables: the executor's environment. Steps find in theirs what their pipeline passes on.
    ///   - sources: takes the sources of runs that have one.
    ///   - notice: hears of what went wrong where no run takes it down.
    public init(
        state: StateDirectory, platforms: any PlatformProvider, variables: PassedVariables,
        sources: any SourceTaker = NoSources(),
        notice: @escaping @Sendable (Problem) -> Void = { _ in }
    ) {
        self.notice = notice
        self.state = state
        self.platforms = platforms
        self.variables = variables
        self.sources = sources
        artifacts = ArtifactStore(directory: URL(filePath: state.artifacts))
    }

    /// Performs an effect to its end, or until it is cancelled, and reports what came of it.
    func perform(_ effect: Effect, in run: RunState, report tell: @escaping @Sendable (Input) -> Void) async {
        let report: @Sendable (Input) -> Void = { tell($0.of(attempt: effect.attempt(in: run))) }
        do {
            try await attempt(effect, in: run, report: report)
        } catch is CancellationError {
            return
        } catch let missing as MissingOutput {
            report(.step(missing.step, .artifactMissing(detail: missing.detail)))
        } catch {
            guard !Task.isCancelled else { return }
            report(effect.errored(Problem(what: effect.purpose, why: error.words)))
        }
    }

    private func attempt(_ effect: Effect, in run: RunState, report: @escaping @Sendable (Input) -> Void) async throws {
        switch effect {
        case .step(let step, let effect):
            report(.step(step, try await perform(effect, for: step, in: run)))
        case .release(let environment, let effect):
            guard let release = run.release(in: environment) else { return }
            try await platforms.platform(of: environment).perform(effect, of: release, in: run) {
                report(.release(environment, $0))
            }
        }
    }
}
