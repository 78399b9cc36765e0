import Delivery
import Values

extension HAProxyConfiguration {
    /// The text of `haproxy.cfg`; equal values give equal text.
    ///
    /// Files in the environment's directory are named relative to it (HAProxy is started with `-C`), sockets by
    /// their full path.
    ///
    /// - Throws: `HAProxyError.invalidConfiguration` for anything that doesn't belong into such a file.
    public func rendered(at paths: HAProxyPaths) throws(HAProxyError) -> String {
        try validate()
        let description = "description \(try identity(at: paths))"
        let sections =
            [["global", description] + global(paths), defaults, frontend(paths)] + Slot.allCases.map(backend)
        return "# Written by Slipway; changes are overwritten.\n"
            + sections.map { $0.joined(separator: "\n    ") }.joined(separator: "\n\n") + "\n"
    }

    /// Changes when a running HAProxy has to be reloaded: everything but the addresses of instances, which can be
    /// changed while it runs.
    func fingerprint(at paths: HAProxyPaths) throws(HAProxyError) -> String {
        var shape = self
        shape.endpoints = [:]
        shape.withheld = [:]
        shape.initialStable = .blue
        try shape.validate()
        let sections =
            [shape.global(paths), shape.defaults, shape.frontend(paths)] + Slot.allCases.map(shape.backend)
        return String(sections.joined().joined(separator: "\n").utf8.fnv1a, radix: 16)
    }

    /// What `show info` says of a process that was started with this configuration.
    func identity(at paths: HAProxyPaths) throws(HAProxyError) -> ProcessIdentity {
        ProcessIdentity(listen: listen, fingerprint: try fingerprint(at: paths))
    }

    private func global(_ paths: HAProxyPaths) -> [String] {
        [
            "nbthread 2",
            // A second HAProxy on the same port must fail, not silently take half of the users.
            "noreuseport",
            "maxconn 10000",
            // With a low limit of open files it serves fewer connections instead of not starting.
            "no strict-limits",
            "hard-stop-after \(timeouts.hardStop.milliseconds)ms",
            "stats socket '\(paths.runtimeSocket)' mode 600 level admin expose-fd listeners",
            "stats timeout 1m",
        ]
    }

    private var defaults: [String] {
        [
            "defaults",
            "mode http",
            // Probes that connect and say nothing are no requests.
            "option dontlognull",
            "option http-ignore-probes",
            "option forwardfor",
            "option redispatch",
            // On a reload, kept connections are closed with an answer, never under a request on its way.
            "option idle-close-on-response",
            "retries 1",
            "timeout connect \(timeouts.connect.milliseconds)ms",
            "timeout client \(timeouts.client.milliseconds)ms",
            "timeout server \(timeouts.server.milliseconds)ms",
            "timeout http-request \(timeouts.requestHead.milliseconds)ms",
            "timeout http-keep-alive \(timeouts.keepAlive.milliseconds)ms",
            "timeout queue \(timeouts.queue.milliseconds)ms",
            "timeout tunnel \(timeouts.tunnel.milliseconds)ms",
        ]
    }

    private func frontend(_ paths: HAProxyPaths) -> [String] {
        // A client's own would stand first, where services look for its address.
        ["frontend traffic", "bind \(listen)", "http-request del-header X-Forwarded-For"] + requestLog(paths)
            + splitRules
            + ["use_backend %[var(txn.backend)]"]
    }

    /// One datagram a request. `RequestLogLine` reads what is written here: change both together.
    ///
    /// Clients can put anything only into the last two fields, which are cut and percent-encoded before.
    private func requestLog(_ paths: HAProxyPaths) -> [String] {
        let fields = [
            "slipway1", "%Ts%ms", "%[var(txn.begin)]", "%b", "%s", "%ST", "%[date(0,us),sub(txn.begin)]",
            "%Ta", "%Tr", "%Tc", "%rc", "%ts",
            "%[var(txn.split)]", "%[var(txn.live)]", "%[var(txn.role)]", "%[var(txn.method)]", "%[var(txn.path)]",
        ]
        return [
            // Only here, not in `global`: notices about servers would come the same way.
            "log '\(paths.logSocket)' len 1024 format raw local0 info",
            "log-format \"\(fields.joined(separator: " "))\"",
            "http-request set-var(txn.begin) date(0,us)",
            "http-request set-var(txn.method) method,bytes(0,16),url_enc",
            "http-request set-var(txn.path) path,bytes(0,128),url_enc",
        ]
    }

    /// Reads the map in the opposite order to the one in which ``TrafficSplit/commands(map:)`` writes it, so that a
    /// request that comes between two writes still goes to a side that was right before or is right after.
    private var splitRules: [String] {
        let map = HAProxyPaths.mapName
        var rules = [
            "http-request set-var(txn.candidate) str(\(SplitKey.candidateBackend)),map(\(map),green)",
            "http-request set-var(txn.lease) str(\(SplitKey.lease)),map(\(map),0)",
            "http-request set-var(txn.split) str(\(SplitKey.candidate)),map(\(map),0)",
            "http-request set-var(txn.stable) str(\(SplitKey.stableBackend)),map(\(map),blue)",
            "http-request set-var(txn.roll) rand(10000)",
        ]
        if let cookie = stickyCookie {
            // crc32(1) mixes the bits once more: without it, similar names fall on the same side.
            rules.append(
                "http-request set-var(txn.roll) req.cook(\(cookie)),crc32(1),mod(10000) "
                    + "if { req.cook(\(cookie)) -m len gt 0 }")
        }
        return rules + [
            "http-request set-var(txn.live) bool(false)",
            "http-request set-var(txn.live) bool(true) if { date,sub(txn.lease) lt 0 }",
            // Decided once: the clock could pass the lease between two looks at it.
            "http-request set-var(txn.role) str(stable)",
            "http-request set-var(txn.role) str(candidate) if { var(txn.live) -m bool } "
                + "{ var(txn.roll),sub(txn.split) lt 0 }",
            "http-request set-var(txn.backend) var(txn.stable)",
            "http-request set-var(txn.backend) var(txn.candidate) if { var(txn.role) -m str candidate }",
        ]
    }

    private func backend(_ slot: Slot) -> [String] {
        let own = endpoints(of: slot)
        let servers = (0..<instancesPerSlot).map { index in
            let endpoint = index < own.count ? own[index] : Self.nowhere
            let getsNothing = index >= own.count || isWithheld(endpoint, in: slot)
            return ServerLine(name: Self.server(index), address: "\(endpoint)", isDisabled: getsNothing).text
        }
        return ["backend \(slot.rawValue)", "balance roundrobin"] + servers
    }
}

extension String.UTF8View {
    /// FNV-1a, 64 bits: to tell texts apart, not to protect anything.
    /// Source: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
    fileprivate var fnv1a: UInt64 {
        reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
