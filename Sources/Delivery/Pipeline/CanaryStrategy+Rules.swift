extension CanaryStrategy {
    /// What is wrong with the strategy by itself; `path` is where it is.
    func faults(at path: PipelinePath) -> [PipelineFault] {
        stepFaults(at: path.key("steps")) + bake.faults(at: path.key("bake"))
    }

    private func stepFaults(at path: PipelinePath) -> [PipelineFault] {
        if steps.isEmpty { return [.init(at: path, "no steps", remedy: "write shares such as [1%, 5%, 25%, 50%]")] }
        return steps.indices.compactMap { index in
            let step = steps[index]
            if step == .none || step == .all {
                return PipelineFault(
                    at: path.index(index), "a step of \(step)",
                    remedy: "write shares above 0% and below 100%; promotion follows the last by itself")
            }
            guard index > 0, step <= steps[index - 1] else { return nil }
            return PipelineFault(
                at: path.index(index), "a step of \(step) after \(steps[index - 1])",
                remedy: "each step must be larger than the one before it")
        }
    }
}

extension Bake {
    fileprivate func faults(at path: PipelinePath) -> [PipelineFault] {
        let requests = PipelineFault(
            at: path.key("requests"), "\(self.requests) requests", remedy: "write 0 or more")
        let limit = PipelineFault(
            at: path.key("limit"), "a limit of \(self.limit.brief) for a bake of \(duration.brief)",
            remedy: "the limit must be at least as long as the bake")
        return [
            duration.tooShortFault(at: path.key("for")), self.requests < 0 ? requests : nil,
            self.limit < duration ? limit : nil,
        ].compactMap { $0 }
    }
}
