import Foundation
import SlipwayTesting
import Testing

/// `slipway logs`: what steps and instances print, while they run and afterwards, from any process.
@Suite(.serialized)
struct LogsTests {
    /// A pipeline of steps that only print, in a folder of its own.
    private struct Printing {
        let folder: URL
        var state: String { folder.appending(path: "state").path }
        var begin: [String] { ["run", "--output", "plain", "--state", state] }

        init(in folder: URL, _ steps: [(name: String, command: String)]) throws {
            self.folder = folder
            var text = "name: words\nrelease: automatic\nstages:\n  - name: build\n    steps:\n"
            for step in steps {
                try Data("\(step.command)\n".utf8).write(to: folder.appending(path: "\(step.name).sh"))
                text += "      - run: sh \(step.name).sh\n"
            }
            try Data(text.utf8).write(to: folder.appending(path: "slipway.yml"))
        }

        func logs(_ words: String...) async throws -> Program.Ending {
            try await Program.run(["logs", "--state", state] + words, in: folder)
        }

        func make(_ file: String) throws { try Data().write(to: folder.appending(path: file)) }

        /// How much room all files take that a step left.
        func size(of step: String) throws -> Int {
            let place = "\(state)/runs/1/\(step)"
            return try FileManager.default.contentsOfDirectory(atPath: place).reduce(0) { sum, name in
                sum + (try FileManager.default.attributesOfItem(atPath: "\(place)/\(name)")[.size] as? Int ?? 0)
            }
        }
    }

    @Test(.timeLimit(.minutes(2))) func aRunIsFollowedFromStepToStep() async throws {
        try await withFolder { folder in
            let run = try Printing(
                in: folder,
                [
                    ("first", "echo one; printf 'sure? '; until [ -e go ]; do sleep 0.05; done; echo yes"),
                    ("second", "echo three"),
                ])
            let ending = try await Program.run(run.begin, in: folder) { _ in
                try await eventually("it prints") { try await run.logs("build/1").output == "one\nsure? \n" }
                async let followed = run.logs("--follow")
                async let second = run.logs("-f", "second.sh")
                #expect(try await run.logs("sh", "second.sh").status == 2, "it has not begun")
                try run.make("go")
                #expect(
                    try await followed.output
                        == "── sh first.sh (build/1) ──\none\nsure? yes\n── sh second.sh (build/2) ──\nthree\n")
                #expect(try await second.output == "three\n")
            }
            #expect(ending.status == 0, "\(ending.output)\(ending.error)")
            #expect(try await run.logs("1", "first").output == "one\nsure? yes\n")
            let unknown = try await run.logs("third")
            #expect(unknown.status == 2)
            #expect(
                unknown.error
                    == "slipway: nothing in run #1 that prints is called \"third\"; there are: sh first.sh (build/1), sh second.sh (build/2)\n"
            )
            #expect(
                try await run.logs("sh").error.contains("\"sh\" may be sh first.sh (build/1), sh second.sh (build/2)"))
            #expect(try await run.logs("2").status == 2)
        }
    }

    @Test func nothingInItActsOnATerminalUnlessItIsWanted() async throws {
        try await withFolder { folder in
            let text = #"\033]0;owned\007\033[31mred\033[0m\000\377\033[2J\r\nover\rdone\033]52;c;eA==\033\\\n"#
            let run = try Printing(
                in: folder, [("hostile", "printf '\(text)'; head -c 1000000 /dev/urandom >noise; cat noise")])
            #expect(try await Program.run(run.begin, in: folder).status == 0)
            let plain = try await run.logs("hostile")
            #expect(plain.output.hasPrefix("red\u{FFFD}\ndone\n"))
            #expect(!plain.output.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
            let raw = try await run.logs("hostile", "--raw")
            let noise = try Data(contentsOf: folder.appending(path: "noise"))
            #expect(raw.output.hasPrefix("\u{1B}]0;owned\u{7}\u{1B}[31mred"))
            #expect(Data(raw.output.utf8).count >= noise.count)
        }
    }

    @Test(.timeLimit(.minutes(3))) func aLineOfAHundredMegabytesIsBounded() async throws {
        try await withFolder { folder in
            let run = try Printing(
                in: folder, [("long", "head -c 100000000 /dev/zero | tr '\\000' x; echo; echo the end; exit 3")])
            let ending = try await Program.run(run.begin, in: folder)
            #expect(ending.status == 1 && ending.output.contains("| the end"))
            #expect(ending.output.split(separator: "\n").allSatisfy { $0.utf8.count < 1000 })
            #expect(try run.size(of: "build-1") < 26 << 20)
            let logs = try await run.logs("long")
            #expect(logs.output.hasPrefix("xxxx") && logs.output.hasSuffix("x\nthe end\n"))
            #expect(logs.output.utf8.count < 26 << 20)
            #expect(logs.output.firstMatch(of: /\n… [0-9.]+ MiB left out here …\n/) != nil)
        }
    }

    /// An endless printer takes no more room than any other, and is ended as any other.
    @Test(.timeLimit(.minutes(2))) func anEndlessPrinterIsBounded() async throws {
        try await withFolder { folder in
            let run = try Printing(in: folder, [("endless", "yes")])
            let ending = try await Program.run(run.begin, in: folder) { process in
                try await eventually("it has printed 200 MB", within: .seconds(60)) {
                    let names = try? FileManager.default.contentsOfDirectory(atPath: "\(run.state)/runs/1/build-1")
                    return (names ?? []).contains { name in
                        name.hasPrefix("output.") && Int(name.dropFirst(7)).map { $0 > 200_000_000 } == true
                    }
                }
                #expect(try run.size(of: "build-1") < 26 << 20)
                let logs = try await run.logs("endless")
                #expect(logs.status == 0 && logs.output.contains("left out here"))
                kill(process, SIGINT)
            }
            #expect(ending.status == 130, "\(ending.output)\(ending.error)")
            try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
        }
    }

    /// Output is kept, and can be followed, while nobody carries the run out.
    @Test(.timeLimit(.minutes(2))) func whatIsPrintedWithoutAnExecutorIsKept() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            try await Program.kill(step.begin, in: folder) { _ in step.begun == ["1"] }
            let logs = ["logs", "--state", step.state]
            let before = try await Program.run(logs, in: folder).output
            try await eventually("it goes on printing") {
                try await Program.run(logs, in: folder).output.count > before.count + 100
            }
            let ending = try await Program.run(logs + ["--follow", "build/1"], in: folder) { _ in
                let end = try await Program.run(step.goOn, in: folder) { _ in try step.release() }
                #expect(end.status == 0, "\(end.output)\(end.error)")
            }
            let lines = ending.output.split(separator: "\n").map(String.init)
            #expect(lines == (1...max(1, lines.count - 1)).map { "line \($0)" } + ["\(lines.count - 1) lines"])
            try await step.expectOnce()
        }
    }

    /// The journal's room is never given to what a step prints.
    @Test(.timeLimit(.minutes(2)), .enabled(if: Mount.isPossible)) func outputLeavesRoomForTheJournal() async throws {
        try await Mount.with(size: "8m") { disk in
            try await withFolder { folder in
                _ = try Printing(in: folder, [("much", "yes 123456789 | head -c 60000000; echo the end; exit 3")])
                let state = disk.folder.appending(path: "st").path
                let ending = try await Program.run(["run", "--output", "plain", "--state", state], in: folder)
                #expect(ending.status == 1, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains(" in between left out"), "\(ending.output)")
                let attributes = try FileManager.default.attributesOfFileSystem(forPath: state)
                #expect(attributes[.systemFreeSize] as? Int ?? 0 > 100 << 10)
                let logs = try await Program.run(["logs", "--state", state, "much"], in: folder)
                #expect(logs.output.contains("MiB left out here …\n"), "\(logs.output.suffix(200))\(logs.error)")
                let doctor = try await Program.run(["doctor", "--state", state], in: folder)
                #expect(doctor.output.contains("disk: no room is left") || doctor.output.contains("is not kept"))
            }
        }
    }

    @Test(.timeLimit(.minutes(2))) func instancesAreFoundAsTheScreenNamesThem() async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder)
            try await release.releaseFirst()
            let logs = ["logs", "--state", release.state]
            for words in [["blue-1"], ["1", "local/blue-1"], ["production", "local/blue-1"]] {
                let ending = try await Program.run(logs + words, in: folder)
                #expect(ending.status == 0 && ending.output.contains("\"GET /VERSION HTTP/1."), "\(ending.error)")
            }
            let deploy = try await Program.run(logs + ["deploy"], in: folder)
            #expect(deploy.status == 2 && deploy.error.contains("production local/blue-1"), "\(deploy.error)")
            try await release.takeDown()
        }
    }
}
