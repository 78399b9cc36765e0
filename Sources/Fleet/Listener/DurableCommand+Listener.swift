import Delivery
import Foundation
import Posix
import Values

extension DurableCommand {
    /// Who listens on a TCP port of this machine, where connections to `endpoint` arrive.
    ///
    /// Told on Linux only, from `/proc`: by the listening sockets, and by the processes that hold them. Those are the
    /// command's that have its mark in their environment, that descend from one which has, or that are in the
    /// supervisor's group or session. Throws ``SystemCallError`` or `CancellationError`.
    public func listener(on endpoint: Endpoint) async throws -> PortListener {
        #if os(Linux)
            try await PortSight.settled {
                try Task.checkCancellation()
                // Many small files are read.
                return try await Offloaded.run { try look(at: endpoint) }
            }
        #else
            .unknown(why: "it can't be asked on this system")
        #endif
    }
}
