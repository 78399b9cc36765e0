import Delivery
import Hosts
import Foundation
import Journal
import SlipwayTesting
import Subprocess
import Testing
import Values
import HAProxy
import StateDirectory

/// Another program of ours told the router something, and nobody wrote that down.
@Suite(.serialized)
struct StrayedRouterTests {
    private static let stray = "set map split.map stable-backend green"

    @Test(.timeLimit(.minutes(1))) func itIsToldUntilTheNextRelease() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 100ms, requests: 0 }")
            try await release.releaseFirst()
            try await tell(release.router.paths, Self.stray)
            for command in ["status", "doctor"] {
                let told = try await Program.run([command, "--state", release.state], in: folder)
                #expect(
                    told.output.contains("the router sends users to green, and the journal has 1 in blue"),
                    "\(told.output)")
            }
            let line = try await Program.run(["status", "--output", "json", "--state", release.state], in: folder)
            #expect(try line.objects().first?["strayedTo"] as? String == "green")
            let second = try await release.second()
            #expect(second.status == 0, "\(second.output)\(second.error)")
            let status = try await Program.run(["status", "--state", release.state], in: folder)
            #expect(!status.output.contains("sends users"), "\(status.output)")
            try await release.takeDown()
        }
    }

    @Test(.timeLimit(.minutes(1))) func aReleaseUnderWayPutsItRight() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder)
            let ending = try await release.carryOut { _ in
                try await tell(release.router.paths, Self.stray)
                try await isRight(in: release.state)
                let order = try await Program.run(["rollback", "2", "--state", release.state], in: folder)
                #expect(order.status == 0, "\(order.output)\(order.error)")
            }
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            #expect(try await release.served == "1")
            try await release.takeDown()
        }
    }

    /// Its servers, as the file has them, get their requests back.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "set server blue/s1 state maint", "set server blue/s1 state drain",
            "set server blue/s1 addr 127.0.0.1 port 9",
        ]) func aReleaseUnderWayGivesStableItsRequestsBack(command: String) async throws
    {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder)
            let ending = try await release.carryOut { _ in
                try await tell(release.router.paths, command, expecting: "")
                try await eventually("stable serves again", within: .seconds(20)) {
                    for _ in 0..<5 where try await release.served == "1" { return true }
                    return false
                }
                let order = try await Program.run(["rollback", "2", "--state", release.state], in: folder)
                #expect(order.status == 0, "\(order.output)\(order.error)")
            }
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            for _ in 0..<5 { #expect(try await release.served == "1") }
            try await release.takeDown()
        }
    }

    /// After a plain run nobody looks, and so status and doctor ask the router itself.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["set server blue/s1 state maint", "set server blue/s1 addr 127.0.0.1 port 9"])
    func usersWhoGetNothingAreNotSaidToBeServed(command: String) async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 100ms, requests: 0 }")
            try await release.releaseFirst()
            try await tell(release.router.paths, command, expecting: "")
            for command in ["status", "doctor"] {
                let told = try await Program.run([command, "--state", release.state], in: folder)
                #expect(told.output.contains("the router sends no requests to local/blue-1"), "\(told.output)")
                if command == "doctor" { #expect(told.status == 1) }
            }
            let second = try await release.second()
            #expect(second.status == 0, "\(second.output)\(second.error)")
            #expect(try await release.served == "2")
            try await release.takeDown()
        }
    }

    @Test(.timeLimit(.minutes(1))) func itIsToldOfAnInterruptedReleaseToo() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder)
            _ = try await release.carryOut { executor in kill(executor, SIGKILL) }
            try await tell(release.router.paths, Self.stray)
            for arguments in [["status"], ["doctor"], ["halt", "2"]] {
                let told = try await Program.run(arguments + ["--state", release.state], in: folder)
                let text = told.output + told.error
                #expect(
                    text.contains("the router sends users to green") || text.contains("sends them to green"), "\(text)")
            }
            try await release.takeDown()
        }
    }

    @Test(.timeLimit(.minutes(2))) func aServerPutsItRight() async throws {
        try await ServedFolder.with { served in
            let shop = try await TestPipeline("shop", in: served, ServedFolder.shop(port: FreePort.next()))
            try served.configure(["shop"])
            try await shop.commit("1.0")
            try await served.serve { _ in
                try await served.run(1, ends: .succeeded)
                try await tell(served.router(of: "production").paths, Self.stray)
                try await isRight(in: served.state)
                #expect(try await !served.slipway("status").output.contains("sends users"))
            }
        }
    }

    /// Waits until the router sends users where the journal has them again.
    private func isRight(in state: String) async throws {
        let inquiry = RouterInquiry(state: StateDirectory(path: state))
        try await eventually("users are back", within: .seconds(20)) {
            await inquiry.servingSlot(in: "production") == .blue
        }
    }

    private func tell(
        _ paths: HAProxyPaths, _ command: String, expecting answer: String = #"value="green""#
    ) async throws {
        let program = """
            import socket, sys
            with socket.socket(socket.AF_UNIX) as s:
                s.connect(sys.argv[1])
                s.sendall((sys.argv[2] + "; get map split.map stable-backend\\n").encode())
                print(s.makefile().read())
            """
        let result = try await Subprocess.run(
            .name("python3"), arguments: ["-c", program, paths.runtimeSocket, command], output: .string(limit: 4096),
            error: .discarded)
        #expect(answer.isEmpty || result.standardOutput.contains(answer), "\(result.standardOutput)")
    }
}
