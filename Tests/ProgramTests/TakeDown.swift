import Delivery
import Hosts
import Platforms
import Fleet
import Foundation
import Journal
import StateDirectory
import Values

/// Ends what a killed demo left: nobody is left to do it but the test. Customers go first, so that none meets a closed
/// door.
func takeDown(_ folder: URL) async throws {
    let entries = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    for visit in entries where visit.lastPathComponent.hasPrefix("visit-") {
        try await DurableCommand(directory: visit).cancel(grace: .seconds(5))
    }
    await HostPlatforms(state: StateDirectory(path: folder.path), now: { .wallClock }).dismantle(["production"])
}
