import Delivery

/// Runs and steps: the specification's "core events". A run that is recorded has started, so none is told as queued.
extension EventMapping {
    var core: CDEvent? {
        switch record.event {
        case .runStarted(let pipeline, let change, let actor, _): started(pipeline, change, by: actor)
        case .runReopened(_, let actor, _):
            context.pipeline.flatMap { pipeline in
                context.change.map { started(pipeline, $0, by: actor) }
            }
        case .runFinished(let result, let finding): finished(result, finding)
        case .stepStarted(let step):
            event(
                .taskRunStarted, taskRun(step),
                ["taskName": .text(context.title(of: step)), "pipelineRun": reference(pipelineRun)],
                custom: ["stage": .string(step.stage.rawValue)])
        case .stepFinished(let step, let result, let detail, _, _): finished(step, result, detail)
        default: nil
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
