import Delivery
import Foundation
import Values

/// The demo's source: a shop, its build and test scripts, and a pipeline to release it.
struct DemoWorkspace {
    let directory: URL
    let listen: Endpoint
    /// How long each step of the canary bakes, in whole milliseconds.
    let bake: Duration

    var pipelineFile: String { directory.appending(path: "slipway.yml").path }

    /// Writes a version of the shop as if somebody had changed it.
    func write(version: String, scenario: DemoScenario) throws {
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try write("\(version)\n", to: "VERSION")
        try write(scenario.configuration(version: version) + "\n", to: "shop.json")
        try write(Self.buildScript, to: "build.sh")
        try write(Self.testScript, to: "test.sh")
        try write(pipeline, to: "slipway.yml")
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appending(path: name), options: .atomic)
    }

    /// The program's place comes in the environment, so that no path is ever part of a script.
    private static let buildScript = """
        set -eu
        rm -rf dist
        mkdir dist
        cp "$SLIPWAY_DEMO_SHOP" dist/shop
        cp shop.json dist/shop.json
        echo "built $(cat VERSION)"

        """

    private static let testScript = """
        set -eu
        test -x dist/shop
        grep -q "\\"version\\": \\"$(cat VERSION)\\"" dist/shop.json
        dist/shop --help > /dev/null
        echo "2 checks passed"

        """

    private var pipeline: String {
        """
        name: shop
        release: manual

        stages:
          - name: build
            steps:
              - run: sh build.sh
              - artifact: { path: dist, version-from: VERSION }

          - name: test
            steps:
              - run: sh test.sh

          - name: production
            gate: { approve: { expires: 1h } }
            steps:
              - deploy: production

        environments:
          production:
            hosts: [local]
            service: { start: "./shop serve --port $PORT --config shop.json", stop-within: 5s, instances: 2 }
            traffic: { haproxy: { listen: "\(listen)", sticky: uid } }
            strategy: { canary: { steps: [5%, 25%, 50%], bake: { for: \(bake.milliseconds)ms, requests: 20 } } }
            health:
              - responding: { http: /healthz, within: 1s }
              - errors: { worse-by: 1.5x, tolerance: 0.05% }
              - slo: { p99: 500ms }

        """
    }
}
