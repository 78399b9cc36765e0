import Delivery

extension PipelineReader {
    func read(_ field: Field, into strategy: inout CanaryStrategy) {
        guard let kind = Record(field, as: .strategy, log: log),
            let canary = kind.required("canary", expectation: "write canary: { steps, bake }"),
            let record = Record(canary, as: .canary, log: log)
        else { return }
        let steps = record.required("steps", expectation: "write the shares: steps: [1%, 5%, 25%, 50%]")
        log.readList(steps, into: &strategy.steps, of: .share)
        let bake = record.required("bake", expectation: "write what each step must survive: bake: { for: 60s }")
        bake.map { read($0, into: &strategy.bake) }
    }

    private func read(_ field: Field, into bake: inout Bake) {
        guard let record = Record(field, as: .bake, log: log) else { return }
        var duration = Duration.zero
        log.read(record.required("for", expectation: "write how long: for: 60s"), into: &duration, as: .time)
        bake = Bake(duration: duration)
        log.read(record["requests"], into: &bake.requests, as: .count)
        log.read(record["limit"], into: &bake.limit, as: .time)
    }
}
