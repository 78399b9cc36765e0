import Delivery
import Testing
import Values

/// What the outcomes of a monitor's checks amount to.
@Suite struct MonitorTests {
    private let monitor = Monitor(name: "checkout", check: HTTPCheck(url: "http://shop.example/"), alertAfter: 2)
    private let id = MonitorID(pipeline: "shop", name: "checkout")
    private let noon = Bench.start

    private func watch(_ record: MonitorRecord? = nil) -> MonitorWatch {
        MonitorWatch(monitor, of: "shop", record: record)
    }

    @Test func aSingleFailureIsNoAlert() {
        var watch = watch()
        #expect(watch.take(.bad(detail: "503"), at: noon) == [])
        #expect(watch.take(.good(took: .milliseconds(4)), at: noon) == [])
        #expect(watch.take(.bad(detail: "503"), at: noon) == [])
    }

    @Test func thereIsOneAlertAndOneEndOfIt() {
        var watch = watch()
        _ = watch.take(.bad(detail: "503"), at: noon)
        #expect(watch.take(.bad(detail: "refused"), at: noon) == [.monitor(id, .failed(detail: "refused"))])
        #expect(watch.take(.bad(detail: "refused"), at: noon) == [])
        #expect(watch.take(.good(took: .milliseconds(4)), at: noon) == [.monitor(id, .recovered)])
        #expect(watch.take(.good(took: .milliseconds(4)), at: noon) == [])
    }

    /// An alert outlasts the process that raised it: the next one does not raise it again, and can end it.
    @Test func anAlertIsKnownToTheNextProcess() {
        var ledger = Ledger()
        ledger.apply(.monitor(id, .failed(detail: "503")), run: nil, at: noon)
        #expect(ledger.monitors[id]?.alert?.since == noon)
        var watch = watch(ledger.monitors[id])
        #expect(watch.take(.bad(detail: "503"), at: noon) == [])
        #expect(watch.take(.bad(detail: "503"), at: noon) == [])
        #expect(watch.take(.good(took: .zero), at: noon) == [.monitor(id, .recovered)])
        ledger.apply(.monitor(id, .recovered), run: nil, at: noon)
        #expect(ledger.monitors[id]?.alert == nil)
    }

    @Test func anHourIsReported() {
        var watch = watch()
        _ = watch.take(.good(took: .milliseconds(4)), at: noon)
        _ = watch.take(.bad(detail: "503"), at: noon + .seconds(60))
        let events = watch.take(.good(took: .milliseconds(9)), at: noon + .seconds(3600))
        guard case .monitor(id, .reported(let report))? = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(report.checks == 3)
        #expect(report.failures == 1)
        #expect(report.slowest == .milliseconds(9))
        #expect(watch.take(.good(took: .milliseconds(9)), at: noon + .seconds(3660)) == [])
    }
}
