import Control
import FlyingFox
import Foundation

/// Why a request's body is not read to its end.
enum BodyFault: Error {
    case tooLarge, tooSlow
}

extension HTTPRequest {
    /// The whole body, as long as it is within `limits`; no more than that is ever kept.
    ///
    /// - Throws: ``BodyFault``, or why the connection broke.
    func body(within limits: WebLimits) async throws -> Data {
        guard (bodySequence.count ?? 0) <= limits.body else { throw BodyFault.tooLarge }
        let body = try await Deadline.limit(limits.arrival) { [bodySequence] in
            var body = Data()
            for try await part in bodySequence {
                guard body.count + part.count <= limits.body else { throw BodyFault.tooLarge }
                body += part
            }
            return body
        }
        guard let body else { throw BodyFault.tooSlow }
        return body
    }
}
