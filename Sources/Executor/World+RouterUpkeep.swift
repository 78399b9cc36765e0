import Delivery
import Foundation
import Journal
import Traffic

extension World {
    /// Sees that the router of what is in service sends requests where its files say, and none to these instances, while
    /// nothing is being released there. What fails is tried again by whoever asks again.
    public func keepRouter(without instances: [PlacedInstance], in environment: EnvironmentName) async {
        // A state directory that somebody moved away must not be made anew for that.
        guard FileManager.default.fileExists(atPath: state.router(of: environment)) else { return }
        guard let site = try? await sites.site(of: environment) else { return }
        try? await site.router.restoreSplit()
        try? await site.router.withhold(instances.endpoints)
    }
}
