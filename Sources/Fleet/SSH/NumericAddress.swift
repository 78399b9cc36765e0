import Foundation
import Posix

/// Looks up the address behind a name.
enum NumericAddress {
    /// The first address of `name` in numbers, IPv4 before IPv6; an IPv6 address is in brackets.
    ///
    /// Throws ``SSHError/unresolvable(host:name:reason:)``.
    static func resolve(_ name: String, of host: String) async throws -> String {
        // The resolver may wait for a name server.
        let result = await Offloaded.run { look(up: name) }
        switch result {
        case .success(let address): return address
        case .failure(let failure): throw SSHError.unresolvable(host: host, name: name, reason: failure.reason)
        }
    }

    private struct Failure: Error {
        let reason: String

        init(status: Int32) { reason = String(cString: gai_strerror(status)) }
    }

    private static func look(up name: String) -> Result<String, Failure> {
        var hints = addrinfo()
        hints.ai_socktype = SocketOptions.stream
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, nil, &hints, &list)
        defer { list.map { freeaddrinfo($0) } }
        guard status == 0 else { return .failure(Failure(status: status)) }
        let all = sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { $0?.pointee }
        guard let first = all.first(where: { $0.ai_family == AF_INET }) ?? all.first else {
            return .failure(Failure(status: EAI_NONAME))
        }
        return numbers(of: first)
    }

    private static func numbers(of address: addrinfo) -> Result<String, Failure> {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = getnameinfo(
            address.ai_addr, address.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard status == 0 else { return .failure(Failure(status: status)) }
        let numbers = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return .success(address.ai_family == AF_INET6 ? "[\(numbers)]" : numbers)
    }
}
