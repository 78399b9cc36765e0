import Values

/// What a pipeline must be beyond its shape, wherever it comes from.
extension Pipeline {
    /// Every rule that the pipeline breaks; empty for one that can be run.
    public var faults: [FieldFault] { valueFaults + orderFaults }

    /// Values that are wrong in themselves, whatever the rest says.
    public var valueFaults: [FieldFault] {
        nameFaults + caseFaults + environmentNames.flatMap { environments[$0]?.faults(at: Self.path(to: $0)) ?? [] }
            + stageFaults + sourceStageFaults
            + listenFaults + sourceFaults + monitorFaults + passEnvFaults + (variables?.faults(at: FieldPath()) ?? [])
    }

    /// What is wrong between the parts: only true when every part was understood.
    public var orderFaults: [FieldFault] { artifactFaults + releaseFaults }

    /// In alphabetical order, so that faults come in the same order each time.
    var environmentNames: [EnvironmentName] { environments.keys.sorted() }

    static func path(to environment: EnvironmentName) -> FieldPath {
        FieldPath().key("environments").key(environment.rawValue)
    }

    /// Every step in the order of the run, with its place.
    var placedSteps: [PlacedStep] {
        stages.enumerated().flatMap { stageIndex, stage in
            stage.steps.enumerated().map { PlacedStep(stage: stageIndex, index: $0, step: $1) }
        }
    }

    private var nameFaults: [FieldFault] {
        let stageNames = stages.enumerated().map { (Self.path(toStage: $0).key("name"), $1.name.rawValue) }
        let environmentNames = environmentNames.map { (Self.path(to: $0), $0.rawValue) }
        return ([(FieldPath().key("name"), name)] + stageNames + environmentNames)
            .compactMap { path, name in
                SafeName.isSafe(name)
                    ? nil : FieldFault(at: path, "the name \(name.quoted) can't be used", remedy: SafeName.rule)
            }
    }

    /// Some file systems take them for the same directory.
    private var caseFaults: [FieldFault] {
        environmentNames.enumerated().compactMap { index, name in
            guard let other = environmentNames[..<index].first(where: { $0.differsOnlyInCase(from: name) }) else {
                return nil
            }
            return FieldFault(
                at: Self.path(to: name), "\(name.rawValue.quoted) and \(other.rawValue.quoted) differ only in case",
                remedy: "give one of them another name")
        }
    }

    private var stageFaults: [FieldFault] {
        if stages.isEmpty { return [.init(at: .init().key("stages"), "no stages", remedy: "a pipeline needs one")] }
        var seen: Set<StageName> = []
        return stages.enumerated().flatMap { index, stage in
            let path = Self.path(toStage: index)
            let isTaken = !seen.insert(stage.name).inserted
            let taken = FieldFault(
                at: path.key("name"), "two stages are called \(stage.name.rawValue.quoted)",
                remedy: "give each stage a name of its own")
            return (isTaken ? [taken] : []) + stage.faults(at: path, environments: environmentNames)
        }
    }

    /// The run's own first stage has that name.
    private var sourceStageFaults: [FieldFault] {
        guard source != nil, withoutSourceStage == self else { return [] }
        return stages.enumerated().filter { $1.name == Self.sourceStage }.map { index, _ in
            FieldFault(
                at: Self.path(toStage: index).key("name"), "a stage called \(Self.sourceStage.rawValue.quoted)",
                remedy: "the stage that takes the source has that name; call this one something else")
        }
    }

    private var sourceFaults: [FieldFault] {
        guard let source else { return [] }
        let path = FieldPath().key("source")
        if source.holdsCredentials {
            let remedy = "everybody could read it in the record; use a credential helper of git's, or a key with ssh"
            return [FieldFault(at: path.key("git"), "a password or a query in an address", remedy: remedy)]
        }
        return [("git", source.git), ("branch", source.branch ?? "")].compactMap { key, text in
            text.hasPrefix("-")
                ? FieldFault(
                    at: path.key(key), "\(text.quoted) begins with a dash", remedy: "git would take it for an option")
                : nil
        }
    }

    private var passEnvFaults: [FieldFault] {
        let path = FieldPath().key("pass-env")
        var seen: Set<String> = []
        return passEnv.enumerated().flatMap { index, name in
            let isTaken = !seen.insert(name).inserted
            let taken = FieldFault(
                at: path.index(index), "the variable \(name.quoted) is there twice", remedy: "keep one of them")
            return (isTaken ? [taken] : []) + [name.variableNameFault(at: path.index(index))].compactMap { $0 }
        }
    }

    /// Two routers can't listen on one address; the second environment is the one at fault.
    private var listenFaults: [FieldFault] {
        let names = environmentNames
        return names.indices.compactMap { index in
            guard let listen = environments[names[index]]?.traffic.listen,
                let other = names[..<index].first(where: { environments[$0]?.traffic.listen.overlaps(listen) == true })
            else { return nil }
            return FieldFault(
                at: Self.path(to: names[index]).key("traffic").key("haproxy").key("listen"),
                "\("\(listen)".quoted) is already the address of the environment \(other.rawValue.quoted)",
                remedy: "give each environment an address of its own")
        }
    }

    static func path(toStage index: Int) -> FieldPath { FieldPath().key("stages").index(index) }
}

/// A step and where it is: the places of its stage and of the step in it, from 0.
struct PlacedStep {
    let stage: Int
    let index: Int
    let step: Step

    var path: FieldPath { Pipeline.path(toStage: stage).key("steps").index(index) }

    /// Where the step deploys to; `nil` for other steps.
    var environment: EnvironmentName? {
        step.target
    }
}
