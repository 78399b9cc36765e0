extension Step {
    /// The environment that the step releases into.
    public var target: EnvironmentName? {
        if case .deploy(let environment) = self { return environment }
        return nil
    }

    /// Whether the step is a command, whose failure a person may decide to overlook.
    var isCommand: Bool {
        if case .run = self { return true }
        return false
    }
}
