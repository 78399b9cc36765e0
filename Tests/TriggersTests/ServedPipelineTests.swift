import Foundation
import SlipwayTesting
import Testing
import Triggers

/// What keeps pipelines from being served, or from being served together.
@Suite struct ServedPipelineTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func pipeline(_ name: String, _ environment: String, top: String = "", port: Int = 8080) throws
        -> ServedPipeline
    {
        let text = """
            name: \(name)
            \(top)
            release: automatic
            accept-risk: a test
            stages:
              - name: production
                steps: [{ run: make }, { artifact: { path: dist } }, { deploy: \(environment) }]
            environments:
              \(environment):
                service: { start: ./server }
                traffic: { haproxy: { listen: "127.0.0.1:\(port)" } }
                strategy: { canary: { steps: [50%], bake: { for: 10s, requests: 5 } } }

            """
        try Data(text.utf8).write(to: URL(filePath: path("\(name).yml")))
        return try ServedPipeline(path: path("\(name).yml"))
    }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func conflicts(_ served: ServedPipeline...) -> [String] { ServedPipeline.conflicts(among: served) }

    /// Some file systems take them for one directory.
    @Test func namesThatDifferOnlyInCaseAreRefused() throws {
        defer { folder.remove() }
        let shop = try pipeline("shop", "prod")
        let blog = try pipeline("blog", "Prod", port: 8081)
        #expect(
            conflicts(shop, blog) == [
                "\(path("shop.yml")) has prod and \(path("blog.yml")) has Prod, "
                    + "which differ only in case; rename one"
            ])
        #expect(try conflicts(shop, pipeline("blog", "prod-2", port: 8081)) == [])
    }

    @Test func oneNameIsOnePlace() throws {
        defer { folder.remove() }
        let shop = try pipeline("shop", "prod")
        #expect(try conflicts(shop, pipeline("blog", "prod")) == [])
        #expect(
            try conflicts(shop, pipeline("blog", "prod", port: 8081)).first?.contains("describe prod differently")
                == true)
        #expect(conflicts(shop, shop).first?.contains("are both called \"shop\"") == true)
    }

    @Test func noSecretIsPassedOn() throws {
        defer { folder.remove() }
        let shop = try pipeline("shop", "prod", top: "pass-env: [AWS_REGION, HOOK_SECRET]")
        #expect(shop.conflicts(withSecrets: ["TOKEN"]) == [])
        #expect(
            shop.conflicts(withSecrets: ["TOKEN", "HOOK_SECRET"]) == [
                "\(path("shop.yml")): pass-env names \"HOOK_SECRET\", which holds a secret of the server; remove it"
            ])
    }
}
