import Delivery
import Foundation

/// Evidence on a scale: logarithmic, from no case at all (1 : 1) to the one that rolls back (1,000 : 1).
enum EvidenceScale {
    /// 0…1 for the gauge; what is below 1 : 1 is no case.
    static func share(_ evidence: Double) -> Double {
        guard evidence > 1 else { return 0 }
        return min(log(evidence) / log(1 / Health.falseAlarmRate), 1)
    }
}
