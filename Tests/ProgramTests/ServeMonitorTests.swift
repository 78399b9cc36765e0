import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// Monitors, and sinks that are told of what they find.
@Suite(.serialized)
struct ServeMonitorTests {
    private static let monitor = MonitorID(pipeline: "shop", name: "checkout")

    @Test func anAlertIsToldOnceAndLostOnNobody() async throws {
        try await ServedFolder.with { served in
            try await TestSite.with { site in
                try await TestSite.with { sink in
                    let client = WebClient(port: try FreePort.next())
                    try configure(served, client, site, sink)
                    try await served.serve { _ in
                        try await site.isAsked(1)
                        try await isUp(true, client)
                        // What is true when the receiver is away is not told before it is back, and not by this server.
                        sink.turn(good: false)
                        site.turn(good: false)
                        try await isUp(false, client)
                        try await site.isAsked(2)
                        try await sink.isAsked(1)
                    }
                    #expect(try await served.ledger.monitors[Self.monitor]?.alert != nil)
                    try await served.serve { _ in
                        try await site.isAsked(2)
                        // What the last server could not tell still waits.
                        try await isWaiting(true, client)
                        site.turn(good: true)
                        try await isUp(true, client)
                        sink.turn(good: true)
                        try await expectAllToldInOrder(sink, served)
                        try await isWaiting(false, client)
                    }
                    try await expectOneAlert(served)
                }
            }
        }
    }

    private func configure(
        _ served: ServedFolder, _ client: WebClient, _ site: TestSite, _ sink: TestSite
    ) throws {
        try served.write(
            """
            name: shop
            release: automatic
            stages: [{ name: build, steps: [{ run: 'true' }] }]
            monitors: [{ check: { name: checkout, http: "\(site.address)", every: 1s, alert-after: 2 } }]

            """, to: "shop.yml")
        try served.write("a secret of more than sixteen bytes\n", to: "secret")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: served.folder.appending(path: "secret").path)
        try served.configure(
            ["shop"], "http: { listen: 127.0.0.1:\(client.port) }",
            "sinks: [{ name: desk, url: \"\(sink.address)\", secret: { file: secret } }]")
    }

    private func isUp(_ isUp: Bool, _ client: WebClient) async throws {
        try await eventually("the monitor is \(isUp ? "up" : "down")", within: .seconds(30)) {
            let page = try? await MetricsPage(of: client)
            return page?.value("slipway_monitor_up", ["pipeline": "shop", "monitor": "checkout"]) == (isUp ? 1 : 0)
        }
    }

    private func isWaiting(_ isWaiting: Bool, _ client: WebClient) async throws {
        try await eventually("there is \(isWaiting ? "something" : "nothing") to tell", within: .seconds(30)) {
            let count = try await MetricsPage(of: client).value("slipway_sink_waiting", ["sink": "desk"])
            return count.map { $0 > 0 } == isWaiting
        }
    }

    private func expectAllToldInOrder(_ sink: TestSite, _ served: ServedFolder) async throws {
        let told = try await served.slipway("events", "--format", "cdevents").objects()
            .compactMap { ($0["context"] as? [String: Any])?["id"] as? String ?? $0["id"] as? String }
        #expect(told.count == 2)
        try await eventually("all was told", within: .seconds(30)) { sink.taken.count >= told.count }
        #expect(sink.taken == told)
    }

    private func expectOneAlert(_ served: ServedFolder) async throws {
        let changes = try await served.events.compactMap { record -> Bool? in
            switch record.event {
            case .monitor(Self.monitor, .failed(_)): false
            case .monitor(Self.monitor, .recovered): true
            default: nil
            }
        }
        #expect(changes == [false, true])
    }
}
