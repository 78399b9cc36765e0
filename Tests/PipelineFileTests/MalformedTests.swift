import Foundation
import PipelineFile
import StrictYAML
import Testing

/// Texts that are no pipeline file at all.
@Suite struct MalformedTests {
    @Test(
        arguments: [
            "": "1:1: the file is empty; write at least name, stages and environments",
            "# only\n": "1:1: the file is empty; write at least name, stages and environments",
            "- a\n": "1:1: expected a mapping, found a list; the keys here are "
                + "name, release, accept-risk, source, queue, pass-env, env, env-file, secrets, stages, environments, monitors",
            "name: x\n---\nname: y\n": "2:1: a second YAML document; a pipeline file holds one; remove the ---",
            "name: [": "1:8: malformed YAML: did not find expected node content while parsing a flow node",
            "name: shop\n\tstages: []\n": "2:1: a tab in the indentation; YAML is indented with spaces",
            "name: \u{7}\n": "1:7: the character U+7; control characters can't be in a pipeline file",
            "na\u{FEFF}me: x": "1:3: the character U+FEFF; control characters can't be in a pipeline file",
            "a: &x [1]\nb: *x\n": "1:4: the anchor \"&x\"; anchors and aliases are not accepted; write the values out",
            "name: *foo\n": "1:7: an alias of nothing; quote text that begins with *",
            "name: !env X\n": "1:7: the tag \"!env\"; tags are not accepted; write the value without it",
            "name: !!binary aGk=\n":
                "1:7: the tag \"tag:yaml.org,2002:binary\"; tags are not accepted; write the value without it",
            "a: 1\nname: a\nname: b\n":
                "2:1: the key \"name\" is written more than once in one place; keep one of them",
            "a:\n  - b: 1\n    b: 2\n": "2:5: the key \"b\" is written more than once in one place; keep one of them",
        ])
    func isRefused(text: String, problem: String) {
        #expect(summaries(of: text) == ["slipway.yml:" + problem])
    }

    @Test func theExcerptShowsTheLineAndTheColumn() throws {
        let text = try Example.replacing("strategy: { canary", with: "stratgey: { canary")
        let error = #expect(throws: YAMLFileError.self) { try PipelineFile.parse(text, file: "a/b.yml") }
        #expect(
            error?.description == """
                a/b.yml:34:5: unknown key "stratgey"; did you mean "strategy"?
                    stratgey: { canary: { steps: [50%], bake: { for: 10s, requests: 0 } } }
                    ^
                """)
    }

    @Test func theExcerptOfALongLineIsThePartAroundTheColumn() throws {
        let text = "name: [" + String(repeating: "a, ", count: 1000) + "&x b]"
        let error = #expect(throws: YAMLFileError.self) { try PipelineFile.parse(text) }
        let lines = try #require(error?.description.split(separator: "\n"))
        #expect(lines.count == 3)
        #expect(lines[1].hasPrefix("…") && lines[1].hasSuffix("&x b]") && lines[1].count <= 102)
        #expect(lines[2].last == "^")
        #expect(Array(lines[1])[lines[2].count - 1] == "&")
    }

    /// What a terminal would act on never reaches it.
    @Test func offendingTextIsShownWithoutActingOnTheTerminal() {
        let text = "\"\\e]0;owned\\a\u{202E}\": 1\nname: \"\\e[31m\"\n"
        let error = #expect(throws: YAMLFileError.self) { try PipelineFile.parse(text) }
        let shown = error?.description.unicodeScalars.filter { $0 != "\n" } ?? []
        #expect(!shown.isEmpty)
        #expect(!shown.contains { $0.properties.generalCategory == .control || $0 == "\u{202E}" })
    }
}

/// Files that can't be read.
@Suite struct UnreadableTests {
    private func withFile(_ bytes: Data, _ body: (String) throws -> Void) throws {
        let folder = URL.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "slipway.yml")
        try bytes.write(to: file)
        try body(file.path(percentEncoded: false))
    }

    private func refusal(_ path: String) -> String? {
        do {
            _ = try PipelineFile.load(path)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func noFile() {
        #expect(refusal("/nowhere/slipway.yml") == "/nowhere/slipway.yml: there is no such file")
        #expect(refusal("/dev/null") == "/dev/null: this is not a file")
        let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
        #expect(refusal(folder) == "\(folder): this is not a file")
    }

    @Test func tooLarge() throws {
        try withFile(Data(repeating: UInt8(ascii: "#"), count: CheckedFile.sizeLimit + 1)) { path in
            #expect(refusal(path) == "\(path): the file is too large; a pipeline file has at most 1 MiB")
        }
    }

    @Test(arguments: [[0xFF, 0xFE, 0x6E, 0x00], [0x6E, 0xC3, 0x28], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) throws {
        try withFile(Data(bytes)) { path in
            #expect(refusal(path) == "\(path): the file is not UTF-8 text; save it as UTF-8")
        }
    }
}
