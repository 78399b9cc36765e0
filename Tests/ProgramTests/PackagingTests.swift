import Foundation
import SlipwayTesting
import Subprocess
import Testing

/// What is packaged is what the programs that read it accept.
@Suite struct PackagingTests {
    private static var unit: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../packaging/slipway.service")
    }

    private static let hasSystemd = FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")

    /// Instances and routers outlive the server: a unit that ended them with it would cut users off at each update.
    @Test func theUnitEndsNothingButTheServer() throws {
        let lines = try String(contentsOf: Self.unit, encoding: .utf8).split(separator: "\n")
        #expect(lines.contains("KillMode=process"))
    }

    @Test(.enabled(if: hasSystemd)) func systemdAcceptsTheUnit() async throws {
        try await withFolder { folder in
            // Neither the program nor the account is on a machine that only builds.
            let text = try String(contentsOf: Self.unit, encoding: .utf8)
                .replacing("/usr/local/bin/slipway", with: "/bin/true").replacing("User=deploy", with: "User=root")
            let file = folder.appending(path: "slipway.service")
            try Data(text.utf8).write(to: file)
            let result = try await Subprocess.run(
                .name("systemd-analyze"), arguments: ["verify", file.path],
                output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
            #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
            #expect(result.standardError.isEmpty, "\(result.standardError)")
        }
    }
}
