import Delivery

extension Input {
    var isSample: Bool {
        if case .release(_, .sampled) = self { return true }
        return false
    }

    var takesUp: Bool {
        if case .takenUp = self { return true }
        return false
    }

    /// Whether it tells of something that happened once, and will not be told again.
    var isReport: Bool {
        switch self {
        case .start, .order, .tick: false
        case .takenUp, .clockJumped, .stoodStill, .step: true
        case .release(_, let input): input.isReport
        }
    }
}

extension ReleaseInput {
    fileprivate var isReport: Bool {
        switch self {
        case .sampled, .stableAnswered, .draining, .routerSeen(.runs), .routerSeen(.gone): false
        case .instance(_, let input): input.isReport
        case .routerSeen(.startedAgain), .routerConfirmed, .routerClosed, .stableAsked, .prepared, .attached,
            .requestsRouted, .shifted, .leaseLost, .leftUnwatched, .routePromoted, .trafficReturned, .drained, .errored:
            true
        }
    }
}

extension InstanceInput {
    fileprivate var isReport: Bool {
        switch self {
        case .probed, .observed, .unready: false
        case .placed, .started, .ready, .failed, .drained, .stopped: true
        }
    }
}
