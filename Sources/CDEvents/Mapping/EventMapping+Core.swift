import Delivery
import Values

/// Runs and steps: the specification's "core events". A run that is recorded has started, so none is told as queued.
extension EventMapping {
    func core(_ event: RunEvent) -> CDEvent? {
        switch event {
        case .started(let pipeline, let change, let actor, _): started(pipeline, change, by: actor)
        case .reopened(_, let actor, _):
            context.pipeline.flatMap { pipeline in
                context.change.map { started(pipeline, $0, by: actor) }
            }
        case .finished(let result, let finding, _): finished(result, finding)
        case .sourceTaken, .rulesChanged, .cancelRequested, .blocked, .unblocked, .superseded, .takenUp, .clockJumped:
            nil
        }
    }

    func core(_ event: StepEvent, of step: StepID) -> CDEvent? {
        switch event {
        case .started: started(step)
        case .artifactMade(let artifact): packaged(artifact, by: step)
        case .finished(let result, let report, _, _): finished(step, result, report?.description)
        case .blocked, .unblocked, .timedOut, .retried, .skipped: nil
        }
    }

    private func started(_ pipeline: Pipeline, _ change: Change, by actor: Actor) -> CDEvent {
        event(
            .pipelineRunStarted, pipelineRun,
            ["pipelineName": .text(pipeline.name), "uri": .string(source.uri(of: pipelineRun))],
            custom: [
                "startedBy": .text(actor.name),
                "change": .object([
                    "commit": .text(change.commit), "title": .text(change.title), "author": .text(change.author),
                ]),
            ])
    }

    private func finished(_ result: RunResult, _ finding: Finding?) -> CDEvent {
        let errors = result == .succeeded ? nil : finding?.sentence ?? context.trouble
        return event(
            .pipelineRunFinished, pipelineRun,
            [
                "pipelineName": .text(context.pipeline?.name), "uri": .string(source.uri(of: pipelineRun)),
                "outcome": .string(result.outcome), "errors": .text(errors),
            ],
            custom: ["result": .string(result.rawValue)])
    }

    private func started(_ step: StepID) -> CDEvent {
        event(
            .taskRunStarted, taskRun(step),
            ["taskName": .text(context.title(of: step)), "pipelineRun": reference(pipelineRun)],
            custom: ["stage": .string(step.stage.rawValue)])
    }

    private func finished(_ step: StepID, _ result: RunResult, _ detail: String?) -> CDEvent {
        event(
            .taskRunFinished, taskRun(step),
            [
                "taskName": .text(context.title(of: step)), "pipelineRun": reference(pipelineRun),
                "outcome": .string(result.outcome), "errors": result == .succeeded ? nil : .text(detail),
            ],
            custom: ["stage": .string(step.stage.rawValue), "result": .string(result.rawValue)])
    }
}
