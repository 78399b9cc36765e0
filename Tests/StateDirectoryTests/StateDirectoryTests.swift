import Delivery
import Foundation
import SlipwayTesting
import StateDirectory
import Testing
import Values

@Suite struct StateDirectoryTests {
    @Test func pathsAreAbsoluteAndPlain() {
        #expect(StateDirectory(path: "/a/./b/../c/").path == "/a/c")
        #expect(StateDirectory(path: ".slipway").path == FileManager.default.currentDirectoryPath + "/.slipway")
    }

    @Test func everythingHasItsPlace() {
        let directory = StateDirectory(path: "/state")
        #expect(directory.journal == "/state/journal.sqlite")
        #expect(directory.executorLock == "/state/executor.lock")
        #expect(directory.controlSocket == "/state/control.sock")
        #expect(directory.run(RunNumber(7)) == "/state/runs/7")
        #expect(directory.environment("eu-west.1") == "/state/environments/eu-west.1")
    }

    @Test(arguments: [
        ("..", "%2E."), (".", "%2E"), ("", "%"), ("a/../../b", "a%2F..%2F..%2Fb"), ("a%2Fb", "a%252Fb"),
        ("größe", "gr%C3%B6%C3%9Fe"), ("a\u{0}b", "a%00b"),
    ])
    func namesNeverLeadOutOfTheDirectory(name: String, file: String) {
        #expect(StateDirectory(path: "/s").environment(EnvironmentName(name)) == "/s/environments/\(file)")
    }

    @Test func directoriesAreMadeOnceAndPrivate() throws {
        let state = try TemporaryState(prepared: false)
        try state.directory.prepare()
        try state.directory.prepare()
        let run = try state.directory.prepare(run: RunNumber(7))
        let environment = try state.directory.prepare(environment: "production")
        #expect(run == state.directory.run(RunNumber(7)))
        for path in [state.directory.path, run, environment, "\(state.directory.path)/runs"] {
            #expect(try permissions(of: path) == 0o700)
        }
    }

    @Test func aFileInTheWayIsReported() throws {
        let state = try TemporaryState()
        try Data().write(to: URL(filePath: "\(state.directory.path)/runs"))
        let error = #expect(throws: StateDirectoryError.self) { try state.directory.prepare(run: RunNumber(7)) }
        #expect(error?.kind == .notADirectory)
    }
}
