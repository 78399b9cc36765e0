import Delivery
import Wording

extension ReleaseState {
    /// How far instances are replaced in place.
    var replacementProgress: String {
        "\(replacedPlaces) of \(NumberText.count(instances.count, "instance")) replaced"
    }

    /// How far a rollback in place has come.
    var restorationProgress: String {
        let ready = restored.count { routed.contains($0.id) }
        return "\(ready) of \(NumberText.count(restored.count, "instance")) put back"
    }
}
