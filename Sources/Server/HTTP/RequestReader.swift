import Control
import Foundation

/// Reads a request from a connection, and never more of it than is allowed.
struct RequestReader {
    let connection: Connection
    let limits: WebLimits
    private var bytes: [UInt8] = []

    init(_ connection: Connection, limits: WebLimits) {
        self.connection = connection
        self.limits = limits
    }

    /// The head; `nil` when the client has gone.
    mutating func head() async throws -> RequestHead? {
        let end = Array("\r\n\r\n".utf8)
        var searched = 0
        while true {
            if let start = bytes[searched...].firstRange(of: end)?.lowerBound {
                guard start <= limits.head else { throw HTTPFault.headTooLarge }
                let head = try RequestHead(bytes[..<start])
                bytes.removeFirst(start + end.count)
                return head
            }
            guard bytes.count <= limits.head else { throw HTTPFault.headTooLarge }
            searched = max(bytes.count - end.count + 1, 0)
            let more = try await connection.read()
            guard !more.isEmpty else { return nil }
            bytes += more
        }
    }

    /// The body that belongs to `head`; `nil` when the client has gone.
    mutating func body(of head: RequestHead) async throws -> [UInt8]? {
        let length = try head.contentLength()
        guard length <= limits.body else { throw HTTPFault.bodyTooLarge }
        if try head.value("expect")?.lowercased() == "100-continue", bytes.count < length {
            try await connection.write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        while bytes.count < length {
            let more = try await connection.read()
            guard !more.isEmpty else { return nil }
            bytes += more
        }
        return Array(bytes.prefix(length))
    }
}
