import Delivery
import Posix
import Values

import Foundation

/// Looks addresses up, and tries whether they can be listened on.
enum TCPAddress {
    /// The endpoint with its address in numbers, which is the only form that HAProxy takes while it runs.
    ///
    /// - Throws: `HAProxyError.unresolvable`.
    static func resolve(_ endpoint: Endpoint) throws(HAProxyError) -> Endpoint {
        try withFirstAddress(of: endpoint, flags: 0) { (found) throws(HAProxyError) in
            var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                found.ai_addr, found.ai_addrlen, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST)
            guard status == 0 else { throw .unresolvable(endpoint, reason: String(cString: gai_strerror(status))) }
            let name = host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            return Endpoint(address: String(decoding: name, as: UTF8.self), port: endpoint.port)
        }
    }

    /// Binds and listens for a moment, without sharing the port.
    ///
    /// HAProxy's own message comes only after it has been started; this one names the cause before.
    /// - Throws: `HAProxyError.listenAddressInUse`, `.listenNotPermitted`, `.listenImpossible`, `.unresolvable`.
    static func checkListening(on endpoint: Endpoint) throws(HAProxyError) {
        try withFirstAddress(of: endpoint, flags: AI_PASSIVE) { (found) throws(HAProxyError) in
            let descriptor = socket(found.ai_family, SocketOptions.stream, 0)
            guard descriptor >= 0 else { throw failure(endpoint) }
            defer { close(descriptor) }
            // Connections of an earlier process that are still closing don't matter; a listener does.
            SocketOptions.set(SO_REUSEADDR, to: Int32(1), of: descriptor)
            guard bind(descriptor, found.ai_addr, found.ai_addrlen) == 0, listen(descriptor, 1) == 0 else {
                throw failure(endpoint)
            }
        }
    }

    private static func failure(_ endpoint: Endpoint) -> HAProxyError {
        switch errno {
        case EADDRINUSE: .listenAddressInUse(endpoint)
        case EACCES, EPERM: .listenNotPermitted(endpoint)
        default: .listenImpossible(endpoint, reason: SystemCallError.reason(of: errno))
        }
    }

    private static func withFirstAddress<Result>(
        of endpoint: Endpoint, flags: Int32, _ body: (addrinfo) throws(HAProxyError) -> Result
    ) throws(HAProxyError) -> Result {
        var hints = addrinfo()
        hints.ai_flags = flags
        hints.ai_socktype = SocketOptions.stream
        let host = endpoint.address == "*" ? "0.0.0.0" : endpoint.address.filter { !"[]".contains($0) }
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(endpoint.port), &hints, &list)
        defer { list.map { freeaddrinfo($0) } }
        guard status == 0, let first = list?.pointee else {
            throw .unresolvable(endpoint, reason: String(cString: gai_strerror(status)))
        }
        return try body(first)
    }
}
