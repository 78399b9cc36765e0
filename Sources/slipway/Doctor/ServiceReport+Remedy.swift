import Delivery
import Hosts
import Journal
import StateDirectory

extension ServiceReport {
    /// What to do, and what to type.
    func remedy(in state: StateDirectory) -> String {
        var parts: [String] = []
        if strayedTo != nil {
            let next = record.releasing == nil ? "the next release," : "slipway run --continue,"
            let mender = record.stable == nil ? "the next release" : "slipway serve, or \(next)"
            parts.append("\(mender) sends users to what the journal has; look first at what runs there")
        }
        if !takenPorts.isEmpty { parts.append("find out whose process it is, and end it") }
        if let answering, answering != count {
            parts.append(upkeepRemedy)
        }
        // What starts instances starts the router too.
        if routerProblem != nil, answering != 0 { parts.append(routerRemedy(in: state)) }
        return parts.joined(separator: "; ")
    }

    private var upkeepRemedy: String {
        guard record.stable?.start != nil else {
            return "an earlier version of slipway released it, and did not keep how it is started; release again: with "
                + "none of them there, slipway run goes straight to all traffic once it is ready"
        }
        return record.takenDown == nil
            ? "slipway up \(environment) starts what has ended; slipway serve does it by itself"
            : "slipway up \(environment) starts it again"
    }

    private func routerRemedy(in state: StateDirectory) -> String {
        let command = state.routerStart(of: environment)
        // A second one beside it would take its socket, and not its port.
        if let silentRouter {
            let start = command.map { "end it and start it as it was: kill -9 \(silentRouter); \($0)" }
            return "its process \(silentRouter) lives and does not answer; "
                + (start ?? "the next release takes over from it")
        }
        return "slipway up \(environment), slipway serve or the next release starts the router"
            + (command.map { "; to start it at once, as it was: \($0)" } ?? "")
    }
}
