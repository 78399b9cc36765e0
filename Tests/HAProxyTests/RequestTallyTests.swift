import Delivery
import HAProxy
import Judge
import Telemetry
import Testing
import Values

@Suite struct RequestTallyTests {
    private func datagram(
        at begun: Int = 1, status: Int = 200, latency: Int = 1000, termination: String = "--", split: Int = 500,
        live: Int = 1, role: String = "stable"
    ) -> [UInt8] {
        Array(
            ("slipway1 \(begun) \(begun)000 \(role == "candidate" ? "green" : "blue") s1 \(status) \(latency) 1 1 0 0 \(termination) \(split) \(live) "
                + "\(role) GET %2F\n").utf8)
    }

    @Test func requestsAreKeptApartBySplitAndSlot() {
        var tally = RequestTally()
        tally.add(datagram: datagram())
        tally.add(datagram: datagram(status: 500, role: "candidate"))
        tally.add(datagram: datagram(split: 2500, role: "candidate"))
        tally.add(datagram: datagram(split: 2500, live: 0))
        #expect(tally.splits[Share(basisPoints: 500)]?.blue.requests == 1)
        #expect(tally.splits[Share(basisPoints: 500)]?.green.errors == 1)
        #expect(tally.splits[Share(basisPoints: 2500)]?.green.requests == 1)
        #expect(tally.splits[.none]?.blue.requests == 1)
        #expect(tally.total.green.requests == 2)
        #expect(tally.received == 4)
    }

    @Test func abortsAreNoRequestsAndErrorsAreNotSlow() {
        var tally = RequestTally()
        for _ in 0..<98 { tally.add(datagram: datagram(latency: 2000)) }
        tally.add(datagram: datagram(status: 503, termination: "SC"))
        tally.add(datagram: datagram(termination: "CD"))
        let stable = tally.total.blue
        #expect(stable.requests == 99)
        #expect(stable.errors == 1)
        #expect(stable.clientAborts == 1)
        #expect(stable.latency.count == 98)
        #expect(stable.latency.count(above: .milliseconds(3)) == 0)
    }

    @Test func theEarliestBadRequestIsKept() {
        var tally = RequestTally()
        tally.add(datagram: datagram(at: 9, status: 502))
        tally.add(datagram: datagram(at: 5, status: 500))
        var later = RequestTally()
        later.add(datagram: datagram(at: 7, status: 503))
        tally.merge(later)
        #expect(tally.total.blue.firstBad?.status == 500)
        #expect(tally.total.blue.firstBad?.server == "s1")
        #expect(tally.total.blue.errors == 3)
    }

    @Test func otherDatagramsAreCountedApart() {
        var tally = RequestTally()
        tally.add(datagram: Array("Proxy traffic stopped (cumulated conns: FE: 0, BE: 0).\n".utf8))
        tally.add(datagram: Array("slipway1 garbage\n".utf8))
        tally.add(datagram: [])
        tally.add(datagram: Array("slipway1 5 - traffic <NOSRV> 400 - 0 -1 -1 0 PR - - - - -\n".utf8))
        #expect(tally.received == 4)
        #expect(tally.notices == 2)
        #expect(tally.malformed == 1)
        #expect(tally.unattributed == 1)
        #expect(tally.splits.isEmpty)
    }
}
