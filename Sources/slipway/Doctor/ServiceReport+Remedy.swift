import Delivery
import Executor
import Journal

extension ServiceReport {
    /// What to do, and what to type.
    func remedy(in state: StateDirectory) -> String {
        var parts: [String] = []
        if !takenPorts.isEmpty { parts.append("find out whose process it is, and end it") }
        if let answering, answering != count {
            parts.append(
                "nothing starts instances again yet; release again: with none of them there, slipway run goes straight "
                    + "to all traffic once it is ready")
        }
        // Where nothing answers, a release is needed anyway, and starts the router too.
        if routerProblem != nil, answering != 0 {
            let command = state.routerStart(of: environment)
            parts.append(
                "the next release starts the router"
                    + (command.map { "; to start it at once, as it was: \($0)" } ?? ""))
        }
        return parts.joined(separator: "; ")
    }
}
