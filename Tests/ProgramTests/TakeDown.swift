import Delivery
import Executor
import Fleet
import Foundation
import Journal

/// Ends what a killed demo left: nobody is left to do it but the test. Customers go first, so that none meets a closed
/// door.
func takeDown(_ folder: URL) async throws {
    let entries = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    for visit in entries where visit.lastPathComponent.hasPrefix("visit-") {
        try await DurableCommand(directory: visit).cancel(grace: .seconds(5))
    }
    let world = World(state: StateDirectory(path: folder.path), variables: [:], now: { .wallClock })
    await world.dismantle(["production"])
}
