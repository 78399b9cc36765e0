import Delivery
import Traffic

extension World {
    /// Keeps the router of what is in service from sending requests to these instances, and only to these, while
    /// nothing is being released there. What fails is tried again by whoever asks again.
    public func withhold(_ instances: [PlacedInstance], in environment: EnvironmentName) async {
        guard let site = try? await sites.site(of: environment) else { return }
        try? await site.router.withhold(instances.endpoints)
    }
}
