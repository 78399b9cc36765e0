import Delivery
import StrictYAML

/// Makes a `Pipeline` of a document: a method for each section of the format.
///
/// What is not understood is reported to the log, and a stand-in goes into the pipeline, so that reading goes on
/// and finds every problem.
struct PipelineReader {
    let log: ProblemLog

    func pipeline(_ field: Field) -> Pipeline {
        var pipeline = Pipeline(name: "", release: .manual, stages: [], environments: [:])
        guard let record = Record(field, as: .pipeline, log: log) else { return pipeline }
        log.read(record.required("name", expectation: "write name: shop"), into: &pipeline.name, as: .line)
        pipeline.release = release(record)
        pipeline.source = record["source"].flatMap(source)
        log.read(record["queue"], into: &pipeline.queue, as: .queue)
        log.readList(record["pass-env"], into: &pipeline.passEnv, of: .line)
        pipeline.variables = variables(record)
        pipeline.stages = stages(record.required("stages", expectation: "list the stages, each with a name and steps"))
        pipeline.environments = record["environments"].map(environments) ?? [:]
        pipeline.monitors = record["monitors"].flatMap(log.elements)?.compactMap(monitor) ?? []
        return pipeline
    }

    private func release(_ record: Record) -> ReleaseMode {
        var isAutomatic: Bool? = record["release"] == nil ? false : nil
        log.read(
            record["release"], into: &isAutomatic,
            as: .choice("manual or automatic", ["manual": false, "automatic": true]))
        var risk: String?
        log.read(record["accept-risk"], into: &risk, as: .script)
        if let field = record["accept-risk"], isAutomatic == false {
            log.add(
                at: field, "a risk is accepted only with release: automatic",
                expectation: "write release: automatic, or remove accept-risk")
        }
        return isAutomatic == true ? .automatic(acceptRisk: risk) : .manual
    }

    private func source(_ field: Field) -> Source? {
        guard let record = Record(field, as: .source, log: log) else { return nil }
        var source = Source(git: "")
        log.read(record.required("git", expectation: "write git: . or the address"), into: &source.git, as: .line)
        log.read(record["branch"], into: &source.branch, as: .line)
        return source
    }
}
