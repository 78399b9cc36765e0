import Delivery
import Values

/// What HAProxy is to do for one environment: where it listens, and which instances each slot has.
///
/// Which slot is stable, and how large the candidate's share is, is no part of it: that is a ``TrafficSplit``, which
/// changes at any moment and outlives both this value and the process.
public struct HAProxyConfiguration: Hashable, Sendable {
    /// Where users connect.
    public var listen: Endpoint
    /// The instances of each slot; a slot without any is in maintenance.
    public var endpoints: [Slot: [Endpoint]]
    /// Instances that get no requests, as other processes have their ports.
    public var withheld: [Slot: Set<Endpoint>]
    /// How many instances a slot can have without a reload: servers `s1`…`sN` exist in both backends.
    public var instancesPerSlot: Int
    /// The slot that is stable when nothing has been written about it yet: at the very first start.
    public var initialStable: Slot
    /// The cookie that names a user. Who has it keeps to one side of the split; others are placed by chance.
    public var stickyCookie: String?
    public var timeouts: HAProxyTimeouts

    public init(
        listen: Endpoint,
        endpoints: [Slot: [Endpoint]] = [:],
        withheld: [Slot: Set<Endpoint>] = [:],
        instancesPerSlot: Int = 1,
        initialStable: Slot = .blue,
        stickyCookie: String? = nil,
        timeouts: HAProxyTimeouts = HAProxyTimeouts()
    ) {
        self.listen = listen
        self.endpoints = endpoints
        self.withheld = withheld
        self.instancesPerSlot = max(instancesPerSlot, 1, endpoints.values.map(\.count).max() ?? 0)
        self.initialStable = initialStable
        self.stickyCookie = stickyCookie
        self.timeouts = timeouts
    }

    /// The instances of a slot, in the order of the servers `s1`, `s2`, …
    public func endpoints(of slot: Slot) -> [Endpoint] { endpoints[slot] ?? [] }

    func isWithheld(_ endpoint: Endpoint, in slot: Slot) -> Bool { withheld[slot]?.contains(endpoint) == true }

    /// Gives a slot other instances, and room for them.
    public mutating func setEndpoints(_ slot: Slot, _ new: [Endpoint]) {
        endpoints[slot] = new
        instancesPerSlot = max(instancesPerSlot, new.count)
    }

    /// The name of the server at a position, counted from 0.
    static func server(_ index: Int) -> String { "s\(index + 1)" }
    /// Where no instance is. Port 1 of this machine is never reached.
    static let nowhere = Endpoint(address: "127.0.0.1", port: 1)
}

extension HAProxyConfiguration {
    /// Refuses what would change the meaning of the text that it is put into.
    ///
    /// - Throws: `HAProxyError.invalidConfiguration`.
    func validate() throws(HAProxyError) {
        guard (1...256).contains(instancesPerSlot) else {
            throw .invalidConfiguration("\(instancesPerSlot) instances a slot: from 1 to 256 are possible")
        }
        if let cookie = stickyCookie, cookie.isEmpty || !cookie.utf8.allSatisfy(Self.isCookieCharacter) {
            throw .invalidConfiguration("“\(cookie)” is no cookie name: use letters, digits, “-”, “_” and “.”")
        }
        for endpoint in endpoints.values.joined() + [listen] where !endpoint.isSafeText {
            throw .invalidConfiguration("“\(endpoint)” is no address and port")
        }
    }

    private static func isCookieCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension Endpoint {
    /// Whether the address has only characters of host names and of IPv4 and IPv6 addresses, and the port is a port.
    var isSafeText: Bool {
        (1...65535).contains(port) && !address.isEmpty
            && address.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "*"):
                    true
                default: false
                }
            }
    }
}
