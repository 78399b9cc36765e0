extension Step {
    /// The environment that the step releases into.
    public var target: EnvironmentName? {
        if case .deploy(let environment) = self { return environment }
        return nil
    }

    /// The name that the pipeline gives the step, if any.
    var name: String? {
        if case .run(_, let name) = self { return name }
        return nil
    }

    /// Whether the step is a command, whose failure a person may decide to overlook.
    var isCommand: Bool {
        if case .run = self { return true }
        return false
    }
}
