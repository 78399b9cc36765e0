extension Environment {
    /// What is wrong with the environment by itself; `path` is where it is.
    func faults(at path: PipelinePath) -> [PipelineFault] {
        hostFaults(at: path.key("hosts")) + service.faults(at: path.key("service"))
            + traffic.faults(at: path.key("traffic").key("haproxy"))
            + strategy.faults(at: path.key("strategy").key("canary"))
            + noDataFaults(at: path) + healthFaults(at: path.key("health")) + rollback.faults(at: path.key("rollback"))
    }

    private func hostFaults(at path: PipelinePath) -> [PipelineFault] {
        if hosts.isEmpty { return [.init(at: path, "no hosts", remedy: "write hosts: [local]")] }
        return hosts.indices.compactMap { index in
            hosts[..<index].contains(where: hosts[index].isSameMachine)
                ? PipelineFault(
                    at: path.index(index), "the host \(hosts[index].shortName.quoted) is there twice",
                    remedy: "for more copies on it, raise service.instances") : nil
        }
    }

    /// A bake that waits for nobody has to say that it goes on with nobody.
    private func noDataFaults(at path: PipelinePath) -> [PipelineFault] {
        guard strategy.bake.requests == 0, onNoData != .continue else { return [] }
        return [
            PipelineFault(
                at: path.key("strategy").key("canary").key("bake").key("requests"),
                "0 requests, and nothing says to go on without any",
                remedy: "write 1 or more, or on-no-data: continue")
        ]
    }

    /// A limit of latency looks at requests that succeed: alone it would pass a version that fails fast.
    private func unseenFailures(at path: PipelinePath) -> [PipelineFault] {
        guard health.contains(where: \.judgesLatency), !health.contains(where: \.judgesErrors) else { return [] }
        return [
            PipelineFault(
                at: path, "p99 looks only at requests that succeed, and no rule looks at those that fail",
                remedy: "add - errors: {}, or errors to slo")
        ]
    }

    private func healthFaults(at path: PipelinePath) -> [PipelineFault] {
        if health.isEmpty { return [.init(at: path, "no health rules", remedy: "write - errors: {}")] }
        return health.flatMap { $0.faults(at: path) } + unseenFailures(at: path)
    }
}

extension Service {
    fileprivate func faults(at path: PipelinePath) -> [PipelineFault] {
        let none = start.allSatisfy(\.isWhitespace)
        let limit = 1...64
        return [
            none ? PipelineFault(at: path.key("start"), "no command", remedy: "write what starts the service") : nil,
            drainWithin.tooShortFault(at: path.key("drain-within")),
            stopWithin.tooShortFault(at: path.key("stop-within")),
            startWithin.tooShortFault(at: path.key("start-within")),
            limit.contains(instances)
                ? nil
                : PipelineFault(
                    at: path.key("instances"), "\(instances) instances on a host can't be run",
                    remedy: "write a number from 1 to 64"
                ),
        ].compactMap { $0 }
    }
}

extension TrafficRoute {
    fileprivate func faults(at path: PipelinePath) -> [PipelineFault] {
        let address = PipelineFault(
            at: path.key("listen"), "the address \("\(listen)".quoted) can't be used",
            remedy: "write ADDRESS:PORT, such as 127.0.0.1:8080")
        let cookie = stickyCookie.flatMap {
            SafeName.isSafe($0, first: SafeName.isCharacter)
                ? nil
                : PipelineFault(
                    at: path.key("sticky"), "the cookie \($0.quoted) can't be used",
                    remedy: "write letters, digits, - _ and . (at most 64)")
        }
        return (listen.isPlain ? [] : [address]) + (cookie.map { [$0] } ?? [])
    }
}

extension RollbackPolicy {
    fileprivate func faults(at path: PipelinePath) -> [PipelineFault] {
        keepOld < .zero
            ? [.init(at: path.key("keep-old"), "a negative time", remedy: "write 0s or more")] : []
    }
}

extension Endpoint {
    /// Whether it is an address and a port and nothing else: it is written into the router's configuration.
    var isPlain: Bool {
        (1...65535).contains(port) && !address.isEmpty && (address == "*" || isHost || isBracketed)
    }

    private var isHost: Bool {
        address.utf8.allSatisfy { SafeName.isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private var isBracketed: Bool {
        guard address.hasPrefix("["), address.hasSuffix("]") else { return false }
        return address.dropFirst().dropLast().utf8.allSatisfy {
            SafeName.isLetterOrDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        }
    }

    /// Whether both can't be listened on at once, as far as their text tells.
    func overlaps(_ other: Endpoint) -> Bool {
        port == other.port && (isEverywhere || other.isEverywhere || canonicalAddress == other.canonicalAddress)
    }

    private var isEverywhere: Bool { ["*", "0.0.0.0", "[::]"].contains(address) }
    private var canonicalAddress: String { address == "localhost" ? "127.0.0.1" : address.lowercased() }
}
