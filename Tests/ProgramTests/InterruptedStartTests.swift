import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import Values

/// A release that is cancelled at the very moment at which its instances are being started: none of them stays.
@Suite(.serialized)
struct InterruptedStartTests {
    @Test(arguments: 1...4)
    func nothingThatWasBeingStartedStays(notes: Int) async throws {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, instances: 8)
            try await release.releaseFirst()
            let slot = URL(filePath: "\(release.state)/environments/production/run")
            let ending = try await Program.run(["run", "--output", "plain", "--state", release.state], in: folder) {
                executor in
                while !Self.isStarting(notes, below: slot) { try await Task.sleep(for: .milliseconds(1)) }
                kill(executor, SIGTERM)
            }
            #expect(ending.status == 130, "\(ending.output)\(ending.error)")
            // Every process of an instance has its directory in its arguments or environment.
            let left = try await Leftovers.processes(of: slot.appending(path: "green-"))
            #expect(left.isEmpty, "\(left.map { $0.prefix(300) })\n\(ending.output)")
            try await release.takeDown()
        }
    }

    /// A port is noted just before the start.
    private static func isStarting(_ count: Int, below run: URL) -> Bool {
        let files = FileManager.default.enumerator(at: run, includingPropertiesForKeys: nil)
        let notes = (files?.allObjects as? [URL] ?? []).filter {
            $0.pathExtension == "port" && $0.path.contains("/green-")
        }
        return notes.count >= count
    }
}
