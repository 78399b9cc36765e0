/// Which variables a process finds in its environment, beside those that Slipway itself gives: by name, with the texts of
/// the pipeline file, the paths of files and the sources of secrets. What is in files and secrets is nowhere in it.
public struct ProcessVariables: Hashable, Sendable, Codable {
    /// Those of the executor's own environment that the pipeline passes on.
    public var passed: [String]
    /// What the pipeline file says, the farthest first: what is nearer to the process wins.
    public var layers: [VariableSettings]

    private enum CodingKeys: String, CodingKey { case passed, layers }

    public init(passed: [String] = [], layers: [VariableSettings] = []) {
        self.passed = passed
        self.layers = layers
    }

    /// Farthest first; what says nothing is left out.
    init(passed: [String], settings: VariableSettings?...) {
        self.init(passed: passed, layers: settings.compactMap { $0 }.filter { !$0.isEmpty })
    }

    public var isEmpty: Bool { passed.isEmpty && layers.isEmpty }

    /// The secrets that it needs: not those for which a nearer place has something else.
    public var secrets: [(name: String, source: SecretSource)] {
        layers.indices.flatMap { index in
            let nearer = layers[(index + 1)...].reduce(into: Set<String>()) { $0.formUnion($1.names) }
            return layers[index].secrets.filter { !nearer.contains($0.key) }
                .sorted { $0.key < $1.key }.map { (name: $0.key, source: $0.value) }
        }
    }

    /// The files that it needs.
    public var files: [String] { layers.compactMap(\.file) }

    /// The values of all, with what is in the files and the secrets.
    ///
    /// In each place a file comes first, and what stands in the pipeline file itself wins.
    ///
    /// - Parameters:
    ///   - passed: what the process is given of the executor's environment: it gives way to everything.
    ///   - files: the variables in each file.
    ///   - values: the secrets by name.
    public func values(
        over passed: [String: String], files: [String: [String: String]], secrets values: [String: String]
    ) -> [String: String] {
        let needed = secrets
        return layers.reduce(into: passed) { result, layer in
            if let file = layer.file { result.merge(files[file] ?? [:]) { $1 } }
            result.merge(layer.texts) { $1 }
            for secret in needed where layer.secrets[secret.name] == secret.source {
                result[secret.name] = values[secret.name]
            }
        }
    }
}

extension Pipeline {
    /// Every variable of the executor's own environment that a secret is taken from.
    public var secretVariables: [String] {
        let places = [variables] + stages.flatMap { [$0.variables] + $0.steps.map(\.variables) }
        let services = environments.values.flatMap { [$0.variables, $0.service.variables] }
        let layers = places + services + (stored?.variables?.layers ?? [])
        let sources = layers.flatMap { ($0?.secrets ?? [:]).values }
        return Set(sources.compactMap { if case .variable(let name) = $0 { name } else { nil } }).sorted()
    }

    /// Which variables a step's command finds.
    public func variables(ofStep id: StepID) -> ProcessVariables {
        let stage = stages.first { $0.name == id.stage }
        let step = stage.flatMap { $0.steps.indices.contains(id.index) ? $0.steps[id.index] : nil }
        return ProcessVariables(passed: passEnv, settings: variables, stage?.variables, step?.variables)
    }

    /// Which variables the instances of an environment's service find.
    public func variables(ofServiceIn name: EnvironmentName) -> ProcessVariables {
        // What they found then belongs to the version, whichever layer it came from.
        if let stored, stored.settings != nil { return stored.variables ?? ProcessVariables() }
        let environment = environments[name]
        return ProcessVariables(
            passed: passEnv, settings: variables, environment?.variables, environment?.service.variables)
    }
}
