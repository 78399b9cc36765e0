extension Stage {
    /// What is wrong with the stage by itself; `path` is where it is.
    func faults(at path: PipelinePath, environments: [EnvironmentName]) -> [PipelineFault] {
        let steps = path.key("steps")
        let empty = self.steps.isEmpty ? [PipelineFault(at: steps, "no steps", remedy: "a stage needs one")] : []
        return empty + (gate?.faults(at: path.key("gate").key("approve")) ?? [])
            + self.steps.enumerated().flatMap { $1.faults(at: steps.index($0), environments: environments) }
    }
}

extension Step {
    fileprivate func faults(at path: PipelinePath, environments: [EnvironmentName]) -> [PipelineFault] {
        switch self {
        case .run(let command, let name):
            return [command.blankFault("command", at: path.key("run")), name?.blankFault("name", at: path.key("name"))]
                .compactMap { $0 }
        case .artifact(let folder, let versionFrom):
            let path = path.key("artifact")
            return [
                folder.workspaceFault(at: path.key("path")), versionFrom?.workspaceFault(at: path.key("version-from")),
            ].compactMap { $0 }
        case .deploy(let environment):
            if environments.contains(environment) { return [] }
            let remedy = environment.rawValue.hint(
                among: environments.map(\.rawValue), none: "there are no environments",
                otherwise: "the environments are")
            return [.init(at: path.key("deploy"), "unknown environment \(environment.rawValue.quoted)", remedy: remedy)]
        }
    }
}

extension ApprovalRule {
    fileprivate func faults(at path: PipelinePath) -> [PipelineFault] {
        let nobody = approvers.enumerated().compactMap { index, approver in
            approver.isApprover
                ? nil
                : PipelineFault(
                    at: path.key("by").index(index), "\(approver.quoted) names nobody",
                    remedy: "write a person's name or group:NAME")
        }
        return nobody + [expires?.tooShortFault(at: path.key("expires"))].compactMap { $0 }
    }
}

extension String {
    fileprivate var isApprover: Bool {
        let name = hasPrefix("group:") ? dropFirst("group:".count) : self[...]
        return !name.allSatisfy(\.isWhitespace)
    }

    fileprivate func blankFault(_ what: String, at path: PipelinePath) -> PipelineFault? {
        allSatisfy(\.isWhitespace) ? PipelineFault(at: path, "the \(what) is empty", remedy: "write one") : nil
    }

    /// A path into the workspace: relative, and nowhere upwards.
    fileprivate func workspaceFault(at path: PipelinePath) -> PipelineFault? {
        let leaves = hasPrefix("/") || split(separator: "/").contains("..")
        guard leaves || allSatisfy(\.isWhitespace) else { return nil }
        return PipelineFault(
            at: path, leaves ? "\(quoted) leaves the workspace" : "no path",
            remedy: "write a path within the workspace, such as dist")
    }
}
