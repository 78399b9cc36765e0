/// The statuses of answers (RFC 9110, section 15).
package enum WebStatus: Int, Sendable {
    case ok = 200
    case accepted = 202
    case badRequest = 400
    case unauthorized = 401
    case notFound = 404
    case methodNotAllowed = 405
    case requestTimeout = 408
    case bodyTooLarge = 413
    case unsupportedMediaType = 415
    case headTooLarge = 431
    case serviceUnavailable = 503

    package var phrase: String {
        switch self {
        case .ok: "OK"
        case .accepted: "Accepted"
        case .badRequest: "Bad Request"
        case .unauthorized: "Unauthorized"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .requestTimeout: "Request Timeout"
        case .bodyTooLarge: "Payload Too Large"
        case .unsupportedMediaType: "Unsupported Media Type"
        case .headTooLarge: "Request Header Fields Too Large"
        case .serviceUnavailable: "Service Unavailable"
        }
    }
}
