import Foundation
import Testing

/// A pipeline of one build step, which counts until it may end; or until the test is over.
struct CountingStep {
    private let folder: URL

    /// Writes the pipeline's file into the folder; runs begin there.
    init(in folder: URL, endingWith code: Int = 0) throws {
        self.folder = folder
        let pipeline = """
            name: count
            release: automatic
            stages:
              - name: build
                steps:
                  - run: |
                      echo "$SLIPWAY_RUN" >> ran
                      n=1; echo "line 1"
                      until [ -e "go-$SLIPWAY_RUN" ] || [ ! -e ran ]; do n=$((n+1)); echo "line $n"; sleep 0.02; done
                      echo "$n lines"
                      exit \(code)

            """
        try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
    }

    var state: String { folder.appending(path: "state").path }

    var begin: [String] { ["run", "--output", "plain", "--state", state] }
    var goOn: [String] { begin + ["--continue"] }

    /// The numbers of the runs whose step has begun, as often as it has.
    var begun: [String] {
        let text = try? String(contentsOf: folder.appending(path: "ran"), encoding: .utf8)
        return text?.split(separator: "\n").map(String.init) ?? []
    }

    /// Lets the step of a run come to its end.
    func release(_ run: Int = 1) throws {
        try Data().write(to: folder.appending(path: "go-\(run)"))
    }

    /// The step ran once, and all that it wrote is there, in order.
    func expectOnce(_ run: Int = 1) async throws {
        #expect(begun.filter { $0 == "\(run)" }.count == 1)
        let record = Record(of: run, in: state)
        try await record.expectOneOfEachStep()
        let lines = try record.output(of: "build-1")
        let count = lines.count - 1
        #expect(count > 0)
        #expect(lines == (1...max(count, 1)).map { "line \($0)" } + ["\(count) lines"])
    }
}
