/// Why a request is not answered as it was meant; the client learns the status and nothing else.
enum HTTPFault: Error, Equatable {
    /// It is no HTTP request, or says two things at once.
    case malformed
    /// Its head is too long.
    case headTooLarge
    /// Its body is too long.
    case bodyTooLarge
    /// Its body's length isn't told beforehand.
    case lengthRequired
    case unsupportedVersion
    /// It took too long to arrive.
    case tooSlow
    /// It can't be answered in time.
    case busy

    var status: HTTPStatus {
        switch self {
        case .malformed: .badRequest
        case .headTooLarge: .headTooLarge
        case .bodyTooLarge: .bodyTooLarge
        case .lengthRequired: .lengthRequired
        case .unsupportedVersion: .unsupportedVersion
        case .tooSlow: .requestTimeout
        case .busy: .unavailable
        }
    }
}
