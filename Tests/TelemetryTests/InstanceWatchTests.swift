import Delivery
import Synchronization
import Telemetry
import Testing

/// How often an instance's host is asked who listens.
@Suite struct InstanceWatchTests {
    /// An instance that does as it is told, and counts how often its host is asked.
    private final class Instance: Sendable {
        private let state = Mutex((problem: String?.none, listener: PortListener?.some(.own), asked: 0))

        var asked: Int { state.withLock { $0.asked } }

        func set(_ problem: String?, _ listener: PortListener?) {
            state.withLock { ($0.problem, $0.listener) = (problem, listener) }
        }

        var watch: InstanceWatch {
            InstanceWatch(
                port: 4000, problem: { self.state.withLock { $0.problem } },
                listener: {
                    self.state.withLock {
                        $0.asked += 1
                        return $0.listener
                    }
                })
        }
    }

    @Test func itsHostIsAskedAtFirstAndThenNotEveryTime() async {
        let instance = Instance()
        var watch = instance.watch
        #expect(await watch.look() == InstanceLook(problem: nil, listener: .own, port: 4000))
        for _ in 0..<5 { #expect(await watch.look() == InstanceLook(problem: nil, port: 4000)) }
        #expect(instance.asked == 1)
    }

    @Test func anAlarmHasItAskedAtOnce() async {
        let instance = Instance()
        var watch = instance.watch
        _ = await watch.look()
        let eve = PortListener.foreign(PortHolder(account: "eve"))
        instance.set(nil, eve)
        #expect(await watch.look().listener == nil)
        #expect(await watch.look(isAlarmed: true).listener == eve)
        #expect(await watch.look().listener == eve)
    }

    @Test func oneThatAnswersAgainIsAskedForAtOnce() async {
        let instance = Instance()
        var watch = instance.watch
        _ = await watch.look()
        instance.set("refused", .own)
        #expect(await watch.look() == InstanceLook(problem: "refused", port: 4000))
        #expect(instance.asked == 1, "nobody is there")
        let eve = PortListener.foreign(PortHolder(account: "eve"))
        instance.set(nil, eve)
        for _ in 0..<3 { #expect(await watch.look().listener == eve, "until it is well it is asked every time") }
        #expect(instance.asked == 4)
    }
}
