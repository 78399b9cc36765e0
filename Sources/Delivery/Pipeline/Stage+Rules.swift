import Values

extension Stage {
    /// What is wrong with the stage by itself; `path` is where it is.
    func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] {
        let steps = path.key("steps")
        let empty = self.steps.isEmpty ? [FieldFault(at: steps, "no steps", remedy: "a stage needs one")] : []
        return empty + parallelFaults(at: steps) + (gate?.faults(at: path.key("gate").key("approve")) ?? [])
            + termFaults(at: path)
            + (variables?.faults(at: path) ?? [])
            + self.steps.enumerated().flatMap { $1.faults(at: steps.index($0), environments: environments) }
    }
}

extension Stage {
    /// What goes on at once must not need, or meet, each other.
    private func parallelFaults(at path: FieldPath) -> [FieldFault] {
        guard isParallel else { return [] }
        let making = steps.indices.filter { steps[$0].kind.makesArtifact }.map {
            FieldFault(
                at: path.index($0),
                "an artifact is made of what steps before it left, and in a parallel stage none is before",
                remedy: "make it in a stage of its own")
        }
        let twice = steps.indices.filter { index in
            steps[index].target.map { target in steps[..<index].contains { $0.target == target } } ?? false
        }
        return making
            + twice.map {
                FieldFault(
                    at: path.index($0),
                    "two steps of a parallel stage deploy to \(steps[$0].target?.rawValue.quoted ?? "it")",
                    remedy: "deploy to each environment once")
            }
    }
}

extension Step {
    /// What is wrong with what all kinds have, and with what its own kind has.
    fileprivate func faults(at path: FieldPath, environments: [EnvironmentName]) -> [FieldFault] {
        kind.faults(at: path, environments: environments)
            + [name?.blankFault("name", at: path.key("name"))].compactMap { $0 } + termFaults(at: path)
            + (variables?.faults(at: path) ?? [])
    }
}

extension ApprovalRule {
    fileprivate func faults(at path: FieldPath) -> [FieldFault] {
        let nobody = approvers.enumerated().compactMap { index, approver in
            approver.isApprover
                ? nil
                : FieldFault(
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

    func blankFault(_ what: String, at path: FieldPath) -> FieldFault? {
        allSatisfy(\.isWhitespace) ? FieldFault(at: path, "the \(what) is empty", remedy: "write one") : nil
    }

    /// A path into the workspace: relative, and nowhere upwards.
    func workspaceFault(at path: FieldPath) -> FieldFault? {
        let leaves = hasPrefix("/") || split(separator: "/").contains("..")
        guard leaves || allSatisfy(\.isWhitespace) else { return nil }
        return FieldFault(
            at: path, leaves ? "\(quoted) leaves the workspace" : "no path",
            remedy: "write a path within the workspace, such as dist")
    }
}
