import Cryptography
import Foundation

/// What a request is for.
enum Route: Sendable {
    case health, metrics
    case webhook(Webhook)
    /// It is answered by what its head says.
    case refused(HTTPResponse)
}

/// Decides what requests are for, and whether they may be made, from their heads alone.
struct Router: Sendable {
    let token: Secret?
    let webhookSecret: Secret?

    func route(_ head: RequestHead) throws(HTTPFault) -> Route {
        let path = head.target.prefix { $0 != "?" }
        if path.hasPrefix(Self.hooks), head.method == "POST" {
            return try hook(named: path.dropFirst(Self.hooks.count), head)
        }
        // Before anything else: without the token nobody learns what there is.
        guard try isAdmitted(head) else { return .refused(.unauthorized) }
        switch path {
        case "/healthz": return Self.reading(.health, head)
        case "/metrics": return Self.reading(.metrics, head)
        case _ where path.hasPrefix(Self.hooks): return .refused(.notAllowed(except: "POST"))
        default: return .refused(HTTPResponse(.notFound))
        }
    }

    private static let hooks = "/hooks/"

    private func hook(named name: Substring, _ head: RequestHead) throws(HTTPFault) -> Route {
        guard let webhookSecret else { return .refused(HTTPResponse(.notFound)) }
        guard let pipeline = name.removingPercentEncoding, pipeline.utf8.count <= 256,
            let webhook = try Webhook(head, pipeline: pipeline, secret: webhookSecret)
        else { return .refused(.unsigned) }
        return .webhook(webhook)
    }

    private static func reading(_ route: Route, _ head: RequestHead) -> Route {
        ["GET", "HEAD"].contains(head.method) ? route : .refused(.notAllowed(except: "GET, HEAD"))
    }

    /// Whether the token comes along (RFC 6750, section 2.1), if there is one.
    private func isAdmitted(_ head: RequestHead) throws(HTTPFault) -> Bool {
        guard let token else { return true }
        guard let words = try head.value("authorization")?.split(separator: " "), words.count == 2,
            words[0].lowercased() == "bearer"
        else { return false }
        return constantTimeEquals(Array(words[1].utf8), token.bytes)
    }
}

extension HTTPResponse {
    fileprivate static var unauthorized: Self {
        var response = Self(.unauthorized)
        response.fields = [("WWW-Authenticate", "Bearer realm=\"slipway\"")]
        return response
    }

    fileprivate static func notAllowed(except methods: String) -> Self {
        var response = Self(.methodNotAllowed)
        response.fields = [("Allow", methods)]
        return response
    }
}
