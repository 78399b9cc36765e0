import Delivery
import Simulator

/// Wrong cores where instances are replaced in place.
extension Core {
    private static func replacing(_ alter: @escaping ([Effect], ReleaseState) -> [Effect]) -> Core {
        wanting { effects, state in
            guard let release = state.release, release.plan.replacement == .inPlace else { return effects }
            return alter(effects, release)
        }
    }

    /// A core that starts what comes while what goes still runs.
    static var startsBesideTheOld: Core {
        replacing { effects, release in
            guard release.phase == .replacing, let new = release.instances.first(where: { $0.phase == .waiting }) else {
                return effects
            }
            return effects + [.release(release.environment, .startInstance(new.id))]
        }
    }

    /// A core that empties every place at once.
    static var emptiesEveryPlace: Core {
        replacing { effects, release in
            guard release.phase == .replacing else { return effects }
            return effects.map { effect in
                guard case .release(let name, .routeRequests(let list)) = effect else { return effect }
                return .release(name, .routeRequests(to: list.filter { $0.id.slot == release.plan.slot }))
            }
        }
    }

    /// A core that stops an instance without asking whether requests go there.
    static var stopsUnderRequests: Core {
        replacing { effects, release in
            guard release.phase == .replacing, let old = release.leaving.first(where: { $0.phase == .ready }) else {
                return effects
            }
            return effects + [.release(release.environment, .stopInstance(old.id, within: .seconds(1)))]
        }
    }

    /// A core that takes users from everybody before anybody is put back.
    static var emptiesTheRouterToGoBack: Core {
        replacing { effects, release in
            guard release.isRollingBack else { return effects }
            return effects.map { effect in
                guard case .release(let name, .routeRequests) = effect else { return effect }
                return .release(name, .routeRequests(to: []))
            }
        }
    }
}
