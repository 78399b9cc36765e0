/// A message to a pipeline's hook, of which only the body is still to come.
struct Webhook: Sendable {
    let pipeline: String
    let signature: WebhookSignature
    let secret: Secret
    /// What it is about, in the sender's words; `nil` for a push that somebody wrote by hand.
    let event: String?
    let isJSON: Bool

    /// Names of the field that carries the event, in lower case.
    private static let eventFields = ["x-github-event", "x-gitea-event", "x-forgejo-event", "x-gogs-event"]

    /// `nil` without a signature that could be one.
    init?(_ head: RequestHead, pipeline: String, secret: Secret) throws(HTTPFault) {
        guard let signature = try head.value(WebhookSignature.field).flatMap(WebhookSignature.init) else { return nil }
        self.pipeline = pipeline
        self.signature = signature
        self.secret = secret
        var event: String?
        // Gitea sends GitHub's field beside its own, with the same event.
        for field in Self.eventFields where event == nil { event = try head.value(field) }
        self.event = event
        let type = try head.value("content-type")?.lowercased() ?? ""
        isJSON = type.prefix { $0 != ";" && $0 != " " } == "application/json"
    }

    /// Nothing of the body is looked at before its signature is right.
    func answer(_ body: [UInt8], _ delegate: any WebServerDelegate) async -> HTTPResponse {
        guard signature.proves(body, secret: secret) else { return .unsigned }
        if event == "ping" { return HTTPResponse(.ok, ["status": .text("pong")]) }
        guard event ?? "push" == "push" else { return .ignored }
        guard isJSON else { return HTTPResponse(.unsupportedType) }
        switch PushPayload(body) {
        case nil: return HTTPResponse(.badRequest)
        case .other: return .ignored
        case .push(let push): return HTTPResponse(await delegate.triggered(pipeline: pipeline, push: push))
        }
    }
}

extension HTTPResponse {
    static var ignored: Self { Self(.ok, ["status": .text("ignored")]) }

    /// A signature is missing or wrong. Whether there is such a pipeline is nobody's business then.
    static var unsigned: Self {
        var response = Self(.unauthorized)
        response.fields = [("WWW-Authenticate", "X-Hub-Signature-256")]
        return response
    }

    fileprivate init(_ answer: TriggerAnswer) {
        switch answer {
        case .accepted: self.init(.accepted, ["status": .text("accepted")])
        case .ignored: self = .ignored
        case .unknown: self.init(.notFound)
        }
    }
}
