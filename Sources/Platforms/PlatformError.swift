import Delivery

/// What a platform refuses because it is none of what it can do; its traits say so before a release begins.
public enum PlatformError: Error, CustomStringConvertible {
    /// Its instances can't be replaced in place.
    case replacesNothingInPlace(EnvironmentName)

    public var description: String {
        switch self {
        case .replacesNothingInPlace(let environment):
            "the router of \(environment) can't leave single instances out, so that none can be replaced in place; "
                + "let the new version start beside the old one"
        }
    }
}
