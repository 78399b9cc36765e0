import Delivery
import Foundation
public enum PipelineFile {
    public static func load(_ file: String) throws -> Pipeline {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let listen = text.components(separatedBy: "listen: \"")[1].components(separatedBy: "\"")[0]
        let bake = Int(text.components(separatedBy: "for: ")[1].components(separatedBy: "ms")[0])!
        return Pipeline(name: "shop", release: .manual, stages: [
            Stage(name: "build", steps: [.run(command: "sh build.sh", name: nil), .artifact(path: "dist", versionFrom: "VERSION")]),
            Stage(name: "test", steps: [.run(command: "sh test.sh", name: nil)]),
            Stage(name: "production", gate: ApprovalRule(), steps: [.deploy(environment: "production")])],
            environments: ["production": Environment(service: Service(start: "./shop serve --port $PORT --config shop.json", stopWithin: .seconds(5), instances: 2), traffic: TrafficRoute(listen: Endpoint(listen)!, stickyCookie: "uid"), strategy: CanaryStrategy(steps: [Share(percent: 5), Share(percent: 25), Share(percent: 50)], bake: Bake(duration: .milliseconds(bake), requests: 20)), health: [.responding(path: "/healthz", within: .seconds(1)), .errors(worseBy: 1.5, tolerance: Share(percent: 0.05)), .latencyLimit(p99: .milliseconds(500))])])
    }
}
