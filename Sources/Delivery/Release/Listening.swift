import Values
/// An instance is ready when it answers and its own process listens where it answered.
extension Draft {
    mutating func takeReadiness(of id: InstanceID, _ listener: PortListener?, in release: ReleaseState) {
        switch release.admission(of: id, listener) {
        case .ready(let note):
            emit(
                .release(release.environment, .instance(id, .ready(took: now - release.startOf(id), note: note))))
        case .refused(let failure): condemn(id, for: failure, in: release)
        }
    }
}

/// What follows from who listens on the port of an instance that has answered.
private enum Admission {
    case ready(ListenerNote?)
    case refused(InstanceFailure)
}

extension ReleaseState {
    fileprivate func admission(of id: InstanceID, _ listener: PortListener?) -> Admission {
        switch settings.service.listener {
        case .any: .ready(.any)
        case nil: .ready(.unknown(why: .startedEarlier))
        case .own: admission(of: listener, on: startedInstances.first { $0.id == id }?.endpoint?.port ?? 0)
        }
    }

    private func admission(of listener: PortListener?, on port: Int) -> Admission {
        switch listener {
        case .own: .ready(nil)
        case .unknown(let why): .ready(.unknown(why: why))
        case .foreign(let holder): .refused(.portTaken(port: port, by: holder))
        case .nobody: .refused(.notReady(detail: PortListener.absence(on: port), lastOutput: ""))
        case nil: .refused(.notReady(detail: "nobody has asked who listens on port \(port)", lastOutput: ""))
        }
    }
}

extension Deployment {
    /// What is to be said of who listens on its instances' ports; `nil` where that is asked.
    public var listenerNote: ListenerNote? {
        switch check?.listener {
        case .own: nil
        case .any: .any
        case nil: .unknown(why: .startedEarlier)
        }
    }
}

extension InstanceFailure {
    /// What happened, without who it happened to.
    public var inWords: String {
        switch self {
        case .notReady(let detail, _), .notResponding(let detail), .unhealthy(_, let detail): detail
        case .exited(let status?, _): "its process is gone: \(status)"
        case .exited(nil, _): "nobody looks after its process any more"
        case .portTaken(let port, let holder): "another process listens on port \(port): \(holder)"
        }
    }
}

extension String {
    /// Why nobody asks who listens on the ports of what an earlier program started.
    public static let startedEarlier = "it was started by an earlier version of Slipway"
}
