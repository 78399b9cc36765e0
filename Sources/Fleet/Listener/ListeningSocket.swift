/// A TCP socket that listens, as a line of `/proc/net/tcp` or `/proc/net/tcp6` shows it.
struct ListeningSocket: Hashable {
    let address: IPAddress
    /// Whether it is one of IPv6, whatever its address.
    let isIPv6: Bool
    let port: Int
    /// The account that made it.
    let user: UInt32
    let inode: UInt64

    /// `nil` for a line of anything else: `NUMBER: ADDRESS:PORT ADDRESS:PORT STATE … … … USER … INODE …`.
    init?(line: Substring) {
        let fields = line.split(separator: " ", maxSplits: 10)
        guard fields.count > 9, fields[3] == "0A", let user = UInt32(fields[7]), let inode = UInt64(fields[9]) else {
            return nil
        }
        let place = fields[1].split(separator: ":")
        guard place.count == 2, let address = IPAddress(words: place[0]), let port = Int(place[1], radix: 16) else {
            return nil
        }
        self.init(address: address, isIPv6: place[0].utf8.count == 32, port: port, user: user, inode: inode)
    }

    init(address: IPAddress, isIPv6: Bool, port: Int, user: UInt32, inode: UInt64) {
        self.address = address
        self.isIPv6 = isIPv6
        self.port = port
        self.user = user
        self.inode = inode
    }
}

extension [ListeningSocket] {
    /// Those that could take a connection to an address of their host.
    ///
    /// Where none is on the address itself or on all, the host may have it from elsewhere: then all count but those
    /// that are for the host alone.
    func reached(by target: IPAddress?) -> [ListeningSocket] {
        guard let target else { return self }
        let direct = filter { socket in
            socket.address == target
                || socket.address.isWildcard && (target.isIPv4 || socket.isIPv6)
        }
        let found = direct.isEmpty && !target.isLoopback ? filter { !$0.address.isLoopback } : direct
        return target.isIPv4 ? found.withoutOthersBeside : found
    }

    /// The kernel lets no second account listen where connections of one already arrive. So one of IPv6 that another
    /// account has beside one of IPv4 takes no connections over IPv4.
    private var withoutOthersBeside: [ListeningSocket] {
        let users = Set(lazy.filter { !$0.isIPv6 }.map(\.user))
        return users.isEmpty ? self : filter { !$0.isIPv6 || users.contains($0.user) }
    }
}
