import Delivery
import StrictYAML
import Values

extension PipelineReader {
    func environments(_ field: Field) -> [EnvironmentName: Environment] {
        guard field.isMapping else {
            log.didNotUnderstand(field.path)
            log.add(
                at: field, "expected a mapping, found \(field.found)",
                expectation: "write each environment below its name")
            return [:]
        }
        var environments: [EnvironmentName: Environment] = [:]
        for entry in field.entries {
            guard let name = entry.name else {
                log.add(at: entry.position, "an environment's name that is not a word", expectation: "write a name")
                continue
            }
            environments[EnvironmentName(name)] = environment(entry.field)
        }
        return environments
    }

    private func environment(_ field: Field) -> Environment {
        var environment = Environment(
            service: Service(start: ""), traffic: TrafficRoute(listen: Endpoint(address: "", port: 0)),
            strategy: .canary(CanaryStrategy(steps: [], bake: Bake(duration: .zero))), health: Self.defaultHealth)
        guard let record = Record(field, as: .environment, log: log) else { return environment }
        log.readList(record["hosts"], into: &environment.hosts, of: .host)
        let service = record.required("service", expectation: "write service: { start: COMMAND }")
        service.map { read($0, into: &environment.service) }
        environment.variables = variables(record)
        let traffic = record.required("traffic", expectation: "write traffic: { haproxy: { listen: ADDRESS:PORT } }")
        traffic.map { read($0, into: &environment.traffic) }
        let strategy = record.required("strategy", expectation: "write strategy: { canary: { steps, bake } }")
        strategy.map { read($0, into: &environment.strategy) }
        record["health"].map { environment.health = health($0) }
        log.read(record["on-no-data"], into: &environment.onNoData, as: .noDataPolicy)
        record["rollback"].map { read($0, into: &environment.rollback) }
        record["watch"].map { read($0, intoWatchOf: &environment) }
        if let field = record["keep"] {
            var keep = Environment.standardKeep
            log.read(field, into: &keep, as: .count)
            environment.keep = keep
        }
        return environment
    }

    private func read(_ field: Field, into service: inout Service) {
        guard let record = Record(field, as: .service, log: log) else { return }
        let start = record.required("start", expectation: "write the command that starts the service")
        log.read(start, into: &service.start, as: .script)
        log.read(record["drain-within"], into: &service.drainWithin, as: .time)
        log.read(record["stop-within"], into: &service.stopWithin, as: .time)
        log.read(record["start-within"], into: &service.startWithin, as: .time)
        log.read(record["instances"], into: &service.instances, as: .count)
        var listener = ListenerPolicy.own
        log.read(record["listener"], into: &listener, as: .listenerPolicy)
        service.listener = listener
        service.variables = variables(record)
    }

    private func read(_ field: Field, into traffic: inout TrafficRoute) {
        guard let router = Record(field, as: .traffic, log: log),
            let haproxy = router.required("haproxy", expectation: "write haproxy: { listen: ADDRESS:PORT }"),
            let record = Record(haproxy, as: .haproxy, log: log)
        else { return }
        let listen = record.required(
            "listen", expectation: "write where users' requests arrive: listen: 127.0.0.1:8080")
        log.read(listen, into: &traffic.listen, as: .endpoint)
        log.read(record["sticky"], into: &traffic.stickyCookie, as: .line)
    }

    private func read(_ field: Field, intoWatchOf environment: inout Environment) {
        guard let record = Record(field, as: .watch, log: log) else { return }
        var watch = Duration.zero
        log.read(record.required("for", expectation: "write how long: for: 10m"), into: &watch, as: .time)
        environment.watch = watch
    }

    private func read(_ field: Field, into rollback: inout RollbackPolicy) {
        guard let record = Record(field, as: .rollback, log: log) else { return }
        log.read(record["automatic"], into: &rollback.automatic, as: .truth)
        log.read(record["keep-old"], into: &rollback.keepOld, as: .time)
    }
}
