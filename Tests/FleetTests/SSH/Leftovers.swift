import Foundation
import Subprocess

@testable import Fleet

/// What scripts leave running on a host.
enum Leftovers {
    /// Scripts of Slipway that look at the fixture's command now, without its supervisor.
    static func scripts(of fixture: SSHFixture) async throws -> [String] {
        let listing = try await Subprocess.run(
            .name("ps"), arguments: ["axww", "-o", "stat=,args="], output: .string(limit: 32 << 20))
        return listing.standardOutput.split(separator: "\n").map(String.init).filter { line in
            line.contains(fixture.command.directory.path) && line.contains(RemoteScript.greeting)
                && line.contains("/bin/sh -c") && !line.contains("ssh -F") && !line.hasPrefix("Z")
        }
    }
}
