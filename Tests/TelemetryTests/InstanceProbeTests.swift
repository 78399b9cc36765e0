import Delivery
import SlipwayTesting
import Telemetry
import Testing
import Values

/// The probes of health rules, against a real port.
struct InstanceProbeTests {
    @Test func aPortThatTakesConnectionsIsGood() async throws {
        let responder = try await Responder(name: "shop")
        let problem = try await InstanceProbe.tcp(within: .seconds(1)).problem(at: responder.endpoint)
        #expect(problem == nil)
        await responder.stop()
    }

    @Test func aPortWhereNobodyListensIsBad() async throws {
        let endpoint = Endpoint(address: "127.0.0.1", port: try FreePort.next())
        let problem = try await InstanceProbe.tcp(within: .seconds(1)).problem(at: endpoint)
        #expect(problem?.contains("takes no connection") == true)
    }
}
