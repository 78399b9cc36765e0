import Values

/// The order in which instances come and go where both versions run beside each other: all of the new start and prove
/// themselves before any of the old is stopped.
extension ReleaseState {
    /// What the new instances still need before they can be given requests.
    var startingEffects: [ReleaseEffect] { instances.compactMap(\.startingEffect) }

    /// What ends those that leave.
    var stoppingEffects: [ReleaseEffect] {
        partingInstances.filter(\.mayRun).map { .stopInstance($0.id, within: settings.service.stopWithin) }
    }

    mutating func startInstances(at time: Timestamp) {
        phase = .starting
        for index in instances.indices {
            // What was kept ready runs; whether it answers is yet to be seen.
            instances[index].phase = instances[index].endpoint == nil ? .starting : .started
            instances[index].startedAt = instances[index].endpoint == nil ? nil : time
        }
    }
}

extension InstanceState {
    /// What brings it from where it is asked for to where it is ready.
    var startingEffect: ReleaseEffect? {
        switch (phase, endpoint) {
        case (.starting, _): .startInstance(id)
        case (.started, let endpoint?): .awaitReady(id, endpoint)
        case (.started, nil), (.waiting, _), (.ready, _), (.failed, _), (.drained, _), (.stopped, _), (.abandoned, _):
            nil
        }
    }

    /// Where it gets its requests; `nil` while it has no address.
    var placed: PlacedInstance? { endpoint.map { PlacedInstance(id: id, endpoint: $0) } }
}
