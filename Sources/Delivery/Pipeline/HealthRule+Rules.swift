extension HealthRule {
    /// What is wrong with the rule by itself; `path` is where the list of rules is.
    func faults(at path: PipelinePath) -> [PipelineFault] {
        let faults: [PipelineFault?] =
            switch self {
            case .responding(let address, let within):
                [
                    Self.pathFault(address, at: path.key("responding").key("http")),
                    within.tooShortFault(at: path.key("responding").key("within")),
                ]
            case .errors(let worseBy, let tolerance):
                [
                    Self.factorFault(worseBy, at: path.key("errors").key("worse-by")),
                    tolerance < .all ? nil : Self.shareFault(at: path.key("errors").key("tolerance"), tolerance),
                ]
            case .errorLimit(let share):
                [share > .none && share < .all ? nil : Self.shareFault(at: path.key("slo").key("errors"), share)]
            case .latencyLimit(let p99): [p99.tooShortFault(at: path.key("slo").key("p99"))]
            }
        return faults.compactMap { $0 }
    }

    /// The path is sent in an HTTP request line, so it can't hold what would end it.
    private static func pathFault(_ text: String, at path: PipelinePath) -> PipelineFault? {
        let isPath = text.hasPrefix("/") && text.utf8.count <= 1024 && text.utf8.allSatisfy { (33...126).contains($0) }
        return isPath
            ? nil
            : PipelineFault(
                at: path, "\(text.quoted) is not the path of a request", remedy: "write one such as /healthz")
    }

    private static func factorFault(_ factor: Double, at path: PipelinePath) -> PipelineFault? {
        (1...1000).contains(factor)
            ? nil : PipelineFault(at: path, "a factor of \(factor) can't be used", remedy: "write one from 1x to 1000x")
    }

    private static func shareFault(at path: PipelinePath, _ share: Share) -> PipelineFault {
        PipelineFault(at: path, "a limit of \(share)", remedy: "such a limit decides nothing; write one such as 1%")
    }
}
