import Delivery
import Posix
import Values

extension InstanceProbe {
    /// Makes the probe once.
    ///
    /// - Returns: why the answer was not good; `nil` when it was.
    /// - Throws: ``DescriptorShortage``: then nobody was asked.
    public func problem(at endpoint: Endpoint) async throws -> String? {
        switch self {
        case .tcp(let limit):
            do {
                try await StatusLine.reach(endpoint, within: limit)
                return nil
            } catch let shortage as DescriptorShortage {
                throw shortage
            } catch {
                try Task.checkCancellation()
                return "port \(endpoint.port) takes no connection within \(limit.brief)"
            }
        }
    }
}
