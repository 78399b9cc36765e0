import Cryptography
import Values
import Web

/// A message to a pipeline's hook, of which only the body is still to come.
package struct Webhook: Sendable {
    let pipeline: String
    let signature: WebhookSignature
    let secret: Secret
    /// What it is about, in the sender's words; `nil` for a push that somebody wrote by hand.
    let event: String?
    let isJSON: Bool

    /// Names of the field that carries the event. Gitea sends GitHub's beside its own, with the same event.
    private static let eventFields = ["X-GitHub-Event", "X-Gitea-Event", "X-Forgejo-Event", "X-Gogs-Event"]

    /// `nil` without a signature that could be one.
    package init?(_ head: RequestHead, pipeline: String, secret: Secret) {
        guard let signature = head[WebhookSignature.field].flatMap(WebhookSignature.init) else {
            return nil
        }
        self.pipeline = pipeline
        self.signature = signature
        self.secret = secret
        event = Self.eventFields.lazy.compactMap { head[$0] }.first
        let type = head["Content-Type"]?.lowercased() ?? ""
        isJSON = type.prefix { $0 != ";" && $0 != " " } == "application/json"
    }

    /// Nothing of the body is looked at before its signature is right.
    ///
    /// - Parameter triggered: told of a push to a pipeline's source.
    package func answer(
        _ body: [UInt8], triggered: (_ pipeline: String, _ push: PushHint) async -> TriggerAnswer
    ) async -> WebAnswer {
        guard signature.proves(body, secret: secret) else { return .unsigned }
        if event == "ping" { return WebAnswer(.ok, ["status": .string("pong")]) }
        guard event ?? "push" == "push" else { return .ignored }
        guard isJSON else { return WebAnswer(.unsupportedMediaType) }
        switch PushPayload(body) {
        case nil: return WebAnswer(.badRequest)
        case .other: return .ignored
        case .push(let push): return WebAnswer(await triggered(pipeline, push))
        }
    }
}

extension WebAnswer {
    static var ignored: Self { Self(.ok, ["status": .string("ignored")]) }

    /// A signature is missing or wrong. Whether there is such a pipeline is nobody's business then.
    package static var unsigned: Self {
        var answer = Self(.unauthorized)
        answer.fields = ["WWW-Authenticate": WebhookSignature.field]
        return answer
    }

    fileprivate init(_ answer: TriggerAnswer) {
        switch answer {
        case .accepted: self.init(.accepted, ["status": .string("accepted")])
        case .ignored: self = .ignored
        case .unknown: self.init(.notFound)
        }
    }
}
