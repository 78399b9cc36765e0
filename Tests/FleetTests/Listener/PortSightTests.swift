import Delivery
import Testing

@testable import Fleet

/// What follows from what was seen of a port.
@Suite struct PortSightTests {
    private static let me: UInt32 = 1000
    private static let eve: UInt32 = 1001

    private func socket(_ address: String, of user: UInt32 = me, inode: UInt64 = 7) throws -> ListeningSocket {
        ListeningSocket(
            address: try #require(IPAddress(address)), isIPv6: address.contains(":"), port: 4000, user: user,
            inode: inode)
    }

    private func holder(_ isOurs: Bool, inode: UInt64 = 7) -> PortSight.Holder {
        PortSight.Holder(inode: inode, process: 42, isOurs: isOurs, program: "eve")
    }

    private func listener(
        _ sockets: [ListeningSocket], _ holders: [PortSight.Holder], by user: UInt32 = me,
        at address: String = "127.0.0.1"
    ) -> PortListener {
        PortSight(user: user, sockets: sockets, holders: holders, accounts: [Self.eve: "eve"])
            .listener(reachedBy: address)
    }

    @Test func aLineOfTheKernelsTableIsRead() throws {
        let line =
            "   3: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 9183 1 0 100"
        #expect(ListeningSocket(line: line[...]) == (try socket("127.0.0.1", inode: 9183)))
        let six =
            "   0: 00000000000000000000000001000000:0FA0 00000000000000000000000000000000:0000 0A 0:0 0:0 0  1001 0 8 1"
        #expect(ListeningSocket(line: six[...]) == (try socket("::1", of: Self.eve, inode: 8)))
        for other in [
            line.replacing(" 0A ", with: " 01 "), "", "a b c d e f g h i j k", line.replacing("7F", with: "7"),
        ] {
            #expect(ListeningSocket(line: other[...]) == nil, "\(other)")
        }
    }

    @Test func aSocketIsOursWhenOneOfOursHoldsItAndOurAccountMadeIt() throws {
        let mine = [try socket("127.0.0.1")]
        #expect(listener(mine, [holder(true)]) == .own)
        #expect(listener(mine, [holder(true), holder(false)]) == .own, "it was handed on, as to a helper")
        #expect(
            listener(mine, [holder(false)])
                == .foreign(PortHolder(account: "1000", process: 42, program: "eve")))
        #expect(listener([], []) == .nobody)
    }

    @Test func whatAnotherAccountMadeIsTheirsAlthoughOursHoldsIt() throws {
        let theirs = [try socket("0.0.0.0", of: Self.eve)]
        #expect(listener(theirs, [holder(true)]) == .foreign(PortHolder(account: "eve")))
        #expect(listener(theirs, []) == .foreign(PortHolder(account: "eve")))
        #expect(listener(theirs, [holder(true)], by: 0) == .own, "root sees that nobody else has it")
        #expect(listener(theirs, [holder(true), holder(false)], by: 0) != .own)
    }

    @Test func aSocketThatNoProcessShowsIsUnknownInOurAccount() throws {
        guard case .unknown = listener([try socket("127.0.0.1")], []) else {
            Issue.record("it was told")
            return
        }
    }

    @Test func everySocketThatTakesConnectionsCounts() throws {
        let both = [try socket("127.0.0.1"), try socket("0.0.0.0", of: Self.eve, inode: 8)]
        #expect(listener(both, [holder(true)]) == .foreign(PortHolder(account: "eve")))
        let elsewhere = [try socket("127.0.0.1"), try socket("10.0.0.5", of: Self.eve, inode: 8)]
        #expect(listener(elsewhere, [holder(true)]) == .own)
        let six = [try socket("0.0.0.0"), try socket("::", of: Self.eve, inode: 8)]
        #expect(listener(six, [holder(true)]) == .own, "it can take nothing over IPv4")
        #expect(listener([six[1]], [], at: "127.0.0.1") == .foreign(PortHolder(account: "eve")))
        #expect(listener(six, [holder(true)], at: "[2001:db8::1]") == .foreign(PortHolder(account: "eve")))
    }

    @Test func aHostBehindAnotherAddressIsAskedForAllThatLeadsOutside() throws {
        let own = [try socket("10.0.0.5"), try socket("127.0.0.1", of: Self.eve, inode: 8)]
        #expect(listener(own, [holder(true)], at: "203.0.113.7") == .own)
        #expect(listener([own[1]], [], at: "203.0.113.7") == .nobody)
    }

    @Test func whatAHostTellsIsReadWithoutBelievingTooMuch() {
        let text = """
            socket 0: 0100007F:0FA0 00000000:0000 0A 0:0 0:0 0 1001 0 9 1
            socket 1: 0100007F:0FA1 00000000:0000 0A 0:0 0:0 0 1000 0 8 1
            account 1001 e\u{1B}ve
            holder 9 77 other a b\u{202E} c
            holder x 77 ours a
            nonsense
            """
        let sight = PortSight(user: Self.me, lines: text, port: 4000)
        #expect(
            sight.listener(reachedBy: "127.0.0.1")
                == .foreign(PortHolder(account: "eve", process: 77, program: "a b c")))
        #expect(sight.sockets.count == 1 && sight.holders.count == 1)
    }
}
