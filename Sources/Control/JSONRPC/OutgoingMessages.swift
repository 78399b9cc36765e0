/// A request, as a client writes it.
struct OutgoingRequest<Values: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let id: RequestID
    let method: String
    let params: Values
}

/// The answer to a request that could be carried out.
struct ResultResponse<Result: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let id: RequestID
    let result: Result
}

/// The answer to a request that could not; without an `id` where none could be read.
struct ErrorResponse: Encodable {
    let id: RequestID?
    let error: RPCError

    private enum Name: String, CodingKey { case jsonrpc, id, error }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode("2.0", forKey: .jsonrpc)
        // JSON-RPC wants null where the id is unknown, not its absence.
        try members.encode(id, forKey: .id)
        try members.encode(error, forKey: .error)
    }
}

/// Something that the client is told without having asked for it just now.
struct OutgoingNotification<Values: Encodable>: Encodable {
    let jsonrpc = "2.0"
    let method: String
    let params: Values
}

/// What a client gets: the answer to its request, or a notification.
struct IncomingMessage<Result: Decodable>: Decodable {
    let id: RequestID?
    let result: Result?
    let error: RPCError?
    let method: String?
}
