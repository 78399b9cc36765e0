import Delivery
import Posix
import Values

/// The HAProxy of one environment: starts it, steers it, and asks it.
///
/// HAProxy outlives this value and its process; whoever starts from the same directory later takes it over. All
/// changes of the split are written to the map file first, so that a restarted HAProxy keeps them, and then to the
/// running process. What was changed is read back and compared: a command that was answered may still have done
/// nothing.
///
/// One actor has one directory. It runs on a thread of its own, because its file and socket calls block, briefly.
public actor HAProxyInstance {
    public nonisolated let paths: HAProxyPaths
    let program: HAProxyProgram
    package nonisolated let runtime: RuntimeSocket
    /// Whether it answers is asked beside everything else that is asked: no answer that is late holds that up.
    nonisolated let pulse: RuntimeSocket

    /// What was last asked for; `nil` before the first start.
    var configuration: HAProxyConfiguration?
    /// What the map file says; `nil` until it has been read.
    var split: TrafficSplit?
    /// Slots whose instances finish what they have and get nothing new.
    var draining: Set<Slot> = []
    /// Earlier processes that were still finishing requests when last seen.
    var retiring: [HAProxyProcess] = []
    /// The start or stop that is under way.
    var transition: Task<Void, Never>?

    private nonisolated let executor = SerialQueueExecutor(label: "slipway.haproxy")

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Touches nothing; see ``start(_:)``.
    public init(paths: HAProxyPaths, program: HAProxyProgram = HAProxyProgram()) {
        self.paths = paths
        self.program = program
        runtime = RuntimeSocket(path: paths.runtimeSocket)
        pulse = RuntimeSocket(path: paths.runtimeSocket, timeout: .seconds(1))
    }
}
