import Foundation

/// A request as it arrived. Its parameters are read once it is clear which ones the method has.
struct IncomingRequest: Sendable {
    let id: RequestID
    let method: String
    private let line: Data

    /// Reads a line; `nil` for a notification, to which JSON-RPC allows no answer and this protocol gives no meaning.
    ///
    /// - Throws: ``Mistake`` when it is not a request.
    init?(_ line: Data) throws(Mistake) {
        guard String(validating: line, as: UTF8.self) != nil else {
            throw Mistake(id: nil, error: RPCError(.parse, "not JSON: it is not UTF-8"))
        }
        let head: Head
        do {
            head = try ControlJSON.decode(Head.self, from: line)
        } catch let error as RPCError {
            throw Mistake(id: nil, error: error)
        } catch {
            throw Mistake(id: nil, error: Self.explain(error, line))
        }
        if let name = RepeatedMember.find(in: line) {
            throw Mistake(id: head.id, error: RPCError(.invalidRequest, "'\(name.prefix(64))' is there twice"))
        }
        if let problem = head.problem { throw Mistake(id: head.id, error: RPCError(.invalidRequest, problem)) }
        guard let id = head.id, let method = head.method else { return nil }
        self.id = id
        self.method = method
        self.line = line
    }

    /// The parameters by name; none at all are as good as an empty object.
    ///
    /// - Throws: ``RPCError`` when one is missing, unknown or of the wrong kind.
    func parameters<Values: Parameters>(_ type: Values.Type) throws(RPCError) -> Values {
        do {
            let body = try ControlJSON.decode(Body<Values>.self, from: line)
            return try body.params ?? ControlJSON.decode(Values.self, from: Data("{}".utf8))
        } catch let error as RPCError {
            throw error
        } catch {
            throw RPCError(.invalidParameters, error.sentence)
        }
    }

    /// A line that asks for nothing that could be done, and what to answer.
    struct Mistake: Error {
        let id: RequestID?
        let error: RPCError
    }

    private static func explain(_ error: any Error, _ line: Data) -> RPCError {
        switch error {
        case DecodingError.typeMismatch where line.first { !$0.isSpace } == UInt8(ascii: "["):
            RPCError(.invalidRequest, "batches are not supported; send one request a line")
        case DecodingError.typeMismatch, DecodingError.valueNotFound:
            RPCError(.invalidRequest, "expected a request: an object")
        default:
            RPCError(.parse, "not JSON: \(error.sentence)")
        }
    }
}

/// What all requests have.
private struct Head: Decodable {
    var id: RequestID?
    var method: String?
    /// Why it is not a request.
    var problem: String?

    private enum Name: String, CodingKey, CaseIterable { case jsonrpc, id, method, params }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        if members.contains(.id) { id = try members.decode(RequestID.self, forKey: .id) }
        method = try? members.decode(String.self, forKey: .method)
        let known = Set(Name.allCases.map(\.stringValue))
        let names = try decoder.container(keyedBy: MemberName.self).allKeys.map(\.stringValue)
        if (try? members.decode(String.self, forKey: .jsonrpc)) != "2.0" {
            problem = "jsonrpc: expected \"2.0\""
        } else if method == nil {
            problem = "method: expected a string"
        } else if let unknown = names.filter({ !known.contains($0) }).min() {
            problem = "'\(unknown.prefix(64))' is no part of a request"
        }
    }
}

private struct Body<Values: Parameters>: Decodable {
    let params: Values?

    private enum Name: String, CodingKey { case params }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        params = members.contains(.params) ? try members.decode(OnlyKnown<Values>.self, forKey: .params).values : nil
    }
}

extension UInt8 {
    /// Space, tab, line feed or carriage return: what JSON allows between its parts.
    var isSpace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }
}
