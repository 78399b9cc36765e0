import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import Values

/// What a server keeps, and what it does not.
@Suite(.serialized)
struct ServeHousekeepingTests {
    @Test func oldRunsGoAndWhatIsInServiceStays() async throws {
        try await ServedFolder.with { served in
            let text = ServedFolder.shop(port: try FreePort.next()).replacing(
                "mkdir -p dist", with: "test ! -e \(served.folder.path)/bad && mkdir -p dist")
            let shop = try await TestPipeline("shop", in: served, text)
            try served.configure(["shop"], "retention: { runs: 1 }")
            try await served.serve { _ in
                try await shop.commit("1")
                try await served.run(1, ends: .succeeded)
                try served.release("bad")
                for run in 2...3 {
                    try await shop.commit("\(run)")
                    try await served.run(run, ends: .failed)
                }
                #expect(served.exists("state/runs/2"))
            }
            try await served.serve { _ in
                try await eventually("the old run is gone") { !served.exists("state/runs/2") }
                try await eventually("so is the source of one that succeeded") {
                    !served.exists("state/runs/1/source")
                }
                #expect(served.exists("state/runs/1"))
                #expect(served.exists("state/runs/3/source"), "what failed can be retried")
                #expect(try await served.ledger.stable(in: "production")?.artifact.version == "1")
                let status = try await served.slipway("status", "--output", "json").objects()
                #expect(status.first?["version"] as? String == "1")
                try served.remove("bad")
                try await shop.commit("4")
                try await served.run(4, ends: .succeeded)
            }
            #expect(try await served.ledger.stable(in: "production")?.artifact.version == "4")
        }
    }

    @Test func theLogIsRotated() async throws {
        try await ServedFolder.with { served in
            let text = "release: automatic\nstages: [{ name: build, steps: [{ run: 'true' }] }]"
            try await TestPipeline("shop", in: served, text).commit("1")
            try served.configure(["shop"], "log: { file: serve.log, size: 64KiB, keep: 2 }")
            let ending = try await served.serve { _ in
                try await served.run(1, ends: .succeeded)
                try await talk(in: served)
            }
            #expect(ending.output == "")
            let files = try FileManager.default.contentsOfDirectory(atPath: served.folder.path).filter {
                $0.hasPrefix("serve.log")
            }
            #expect(files.sorted() == ["serve.log", "serve.log.1", "serve.log.2"])
            for file in files {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: served.folder.appending(path: file).path)
                #expect(attributes[.size] as? Int ?? .max <= 64 << 10)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            let last = try String(contentsOf: served.folder.appending(path: "serve.log"), encoding: .utf8)
            #expect(last.hasSuffix("stopped; the next slipway serve takes the runs up\n"))
        }
    }

    /// Gives orders whose reasons fill the log several times.
    private func talk(in served: ServedFolder) async throws {
        let client = try await ControlClient.connect(to: served.stateDirectory)
        let reason = String(repeating: "because ", count: 500)
        for index in 0..<80 {
            let order: StandingOrder =
                index.isMultiple(of: 2) ? .disableTransition("build") : .enableTransition("build")
            try await client.order(order, id: "\(index)", reason: reason)
        }
    }
}
