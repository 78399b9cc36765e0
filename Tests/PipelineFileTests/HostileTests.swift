import Delivery
import Foundation
import PipelineFile
import StrictYAML
import Testing

/// Input that is made to harm: it must end soon, in a typed error.
@Suite struct HostileTests {
    private static let bomb = (1...40).reduce(into: "a0: &a0 [x, x]\nb0: &b0 [x, x]\n") { text, level in
        text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        text += "b\(level): &b\(level) [*b\(level - 1), *b\(level - 1)]\n"
    }

    @Test func aliasesOfAliasesAreRefusedBeforeTheyGrow() {
        let expectation = "anchors and aliases are not accepted; write the values out"
        #expect(
            summaries(of: Self.bomb + "? *a40\n: 1\n? *b40\n: 2\n") == [
                "slipway.yml:1:1: more than 32 words with * beside words with &; \(expectation)"
            ])
    }

    @Test func wordsOfAShellAreNoAliases() throws {
        let script = String(repeating: "rm -f *old && ls *.txt 2>&1 & wait; ", count: 40)
        let pipeline = try PipelineFile.parse(Example.replacing("- run: make dist", with: "- run: '\(script)'"))
        #expect(pipeline.stages.first?.steps.first == Step.run(command: script).limited)
    }

    /// On a thread with as little stack as it gets.
    @Test(arguments: [
        String(repeating: "[", count: 999) + String(repeating: "]", count: 999),
        String(repeating: "{a: ", count: 999) + String(repeating: "}", count: 999),
        String(repeating: "- ", count: 999) + "a", String(repeating: "? ", count: 900) + "a",
        String(repeating: "[", count: 100_000), String(repeating: "- ", count: 10_000),
    ])
    func deepNestingDoesNotOverflowTheStack(text: String) async {
        let found = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: summaries(of: text)) }
            thread.stackSize = 256 << 10
            thread.start()
        }
        #expect(found.count == 1)
        #expect(found.first?.contains("a pipeline file is not so deep") == true)
    }

    @Test func manyProblemsAreBounded() {
        let text = (1...5000).map { "key\($0): x\n" }.joined()
        let error = #expect(throws: YAMLFileError.self) { try PipelineFile.parse(text) }
        guard case .problems(let problems) = error else { return }
        #expect(problems.count == 1000)
        #expect(error?.description.hasSuffix("… and 900 more problems") == true)
    }

    /// Whatever is done to the example, it gives a pipeline without faults or an error that says where.
    @Test(arguments: 0..<4 as Range<UInt64>)
    func mutationsNeverCrash(seed: UInt64) throws {
        var mutation = Mutation(seed: seed)
        let example = Array(try Example.text().utf8)
        for _ in 0..<500 {
            let text = String(decoding: mutation.apply(to: example), as: UTF8.self)
            do {
                let pipeline = try PipelineFile.parse(text)
                #expect(pipeline.faults.isEmpty, "seed \(seed): \(text)")
            } catch {
                #expect(isPlaced(error), "seed \(seed): \(error) of \(text)")
            }
        }
    }

    private func isPlaced(_ error: YAMLFileError) -> Bool {
        switch error {
        case .unreadable: false
        case .malformed(let problem): problem.line >= 1 && problem.column >= 1 && !problem.message.isEmpty
        case .problems(let problems):
            !problems.isEmpty && problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.message.isEmpty }
        }
    }
}
