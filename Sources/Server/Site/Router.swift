import Cryptography
import Foundation
import Triggers
import Web

/// What a request is for.
enum Route: Sendable {
    case health, metrics
    case webhook(Webhook)
    /// It is answered by what its head says.
    case refused(WebAnswer)
}

/// Decides what requests are for, and whether they may be made, from their heads alone.
struct Router: Sendable {
    let token: Secret?
    let webhookSecret: Secret?

    func route(_ request: RequestHead) -> Route {
        let path = request.path
        if path.hasPrefix(Self.hooks), request.method == "POST" {
            return hook(named: path.dropFirst(Self.hooks.count), request)
        }
        // Before anything else: without the token nobody learns what there is.
        guard isAdmitted(request) else { return .refused(.unauthorized) }
        switch path {
        case "/healthz": return Self.reading(.health, request.method)
        case "/metrics": return Self.reading(.metrics, request.method)
        case _ where path.hasPrefix(Self.hooks): return .refused(.notAllowed(except: "POST"))
        default: return .refused(WebAnswer(.notFound))
        }
    }

    private static let hooks = "/hooks/"

    private func hook(named name: Substring, _ head: RequestHead) -> Route {
        guard let webhookSecret else { return .refused(WebAnswer(.notFound)) }
        guard let pipeline = name.removingPercentEncoding, pipeline.utf8.count <= 256,
            let webhook = Webhook(head, pipeline: pipeline, secret: webhookSecret)
        else { return .refused(.unsigned) }
        return .webhook(webhook)
    }

    private static func reading(_ route: Route, _ method: String) -> Route {
        ["GET", "HEAD"].contains(method) ? route : .refused(.notAllowed(except: "GET, HEAD"))
    }

    /// Whether the token comes along (RFC 6750, section 2.1), if there is one.
    private func isAdmitted(_ head: RequestHead) -> Bool {
        guard let token else { return true }
        guard let words = head["Authorization"]?.split(separator: " "), words.count == 2,
            words[0].lowercased() == "bearer"
        else { return false }
        return constantTimeEquals(Array(words[1].utf8), token.bytes)
    }
}

extension WebAnswer {
    fileprivate static var unauthorized: Self {
        var answer = Self(.unauthorized)
        answer.fields = ["WWW-Authenticate": "Bearer realm=\"slipway\""]
        return answer
    }

    fileprivate static func notAllowed(except methods: String) -> Self {
        var answer = Self(.methodNotAllowed)
        answer.fields = ["Allow": methods]
        return answer
    }
}
