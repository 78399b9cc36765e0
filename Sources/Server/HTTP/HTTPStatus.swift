/// The statuses that this server answers with (RFC 9110, section 15).
enum HTTPStatus: Int, Sendable {
    case ok = 200
    case accepted = 202
    case badRequest = 400
    case unauthorized = 401
    case notFound = 404
    case methodNotAllowed = 405
    case requestTimeout = 408
    case lengthRequired = 411
    case bodyTooLarge = 413
    case unsupportedType = 415
    case headTooLarge = 431
    case unavailable = 503
    case unsupportedVersion = 505

    var phrase: String {
        switch self {
        case .ok: "OK"
        case .accepted: "Accepted"
        case .badRequest: "Bad Request"
        case .unauthorized: "Unauthorized"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .requestTimeout: "Request Timeout"
        case .lengthRequired: "Length Required"
        case .bodyTooLarge: "Content Too Large"
        case .unsupportedType: "Unsupported Media Type"
        case .headTooLarge: "Request Header Fields Too Large"
        case .unavailable: "Service Unavailable"
        case .unsupportedVersion: "HTTP Version Not Supported"
        }
    }
}
