import Values

extension Environment {
    /// What is wrong with the environment by itself; `path` is where it is.
    func faults(at path: FieldPath) -> [FieldFault] {
        hostFaults(at: path.key("hosts")) + service.faults(at: path.key("service"))
            + replacementFaults(at: path.key("service"))
            + traffic.faults(at: path.key("traffic").key("haproxy"))
            + strategy.faults(at: path.key("strategy"))
            + noDataFaults(at: path) + healthFaults(at: path.key("health")) + rollback.faults(at: path.key("rollback"))
            + keepFaults(at: path.key("keep")) + watchFaults(at: path.key("watch").key("for"))
            + (variables?.faults(at: path) ?? [])
            + (service.variables?.faults(at: path.key("service")) ?? [])
    }

    private func hostFaults(at path: FieldPath) -> [FieldFault] {
        if hosts.isEmpty { return [.init(at: path, "no hosts", remedy: "write hosts: [local]")] }
        return hosts.indices.compactMap { index in
            hosts[..<index].contains(where: hosts[index].isSameMachine)
                ? FieldFault(
                    at: path.index(index), "the host \(hosts[index].shortName.quoted) is there twice",
                    remedy: "for more copies on it, raise service.instances") : nil
        }
    }

    private func watchFaults(at path: FieldPath) -> [FieldFault] {
        watch ?? .zero < .zero ? [.init(at: path, "a negative time", remedy: "write 0s or more")] : []
    }

    /// Without two there is nothing to go back to.
    private func keepFaults(at path: FieldPath) -> [FieldFault] {
        guard let keep, !(2...50).contains(keep) else { return [] }
        return [.init(at: path, "\(keep) versions can't be kept", remedy: "write a number from 2 to 50")]
    }

    /// One that leaves its place has to leave the router first.
    private func replacementFaults(at path: FieldPath) -> [FieldFault] {
        guard service.replacement == .inPlace, platform?.routesInstances != true else { return [] }
        return [
            FieldFault(
                at: path, "instances that are replaced in place, behind a router that can't leave single ones out",
                remedy: "let the new version start beside the old one")
        ]
    }

    /// A bake that waits for nobody has to say that it goes on with nobody.
    private func noDataFaults(at path: FieldPath) -> [FieldFault] {
        guard strategy.rules.bakeOfRungs?.requests == 0, onNoData != .continue else { return [] }
        return [
            FieldFault(
                at: path.key("strategy").key(strategy.key).key("bake").key("requests"),
                "0 requests, and nothing says to go on without any",
                remedy: "write 1 or more, or on-no-data: continue")
        ]
    }

    /// A limit of latency looks at requests that succeed: alone it would pass a version that fails fast.
    private func unseenFailures(at path: FieldPath) -> [FieldFault] {
        let subjects = health.map(\.subject)
        guard subjects.contains(.latency), !subjects.contains(.errors) else { return [] }
        return [
            FieldFault(
                at: path, "p99 looks only at requests that succeed, and no rule looks at those that fail",
                remedy: "add - errors: {}, or errors to slo")
        ]
    }

    private func healthFaults(at path: FieldPath) -> [FieldFault] {
        if health.isEmpty { return [.init(at: path, "no health rules", remedy: "write - errors: {}")] }
        return health.flatMap { $0.faults(at: path) } + unseenFailures(at: path) + uncompared(at: path)
    }

    /// Where everybody gets the candidate at once, nothing is left to compare it with.
    private func uncompared(at path: FieldPath) -> [FieldFault] {
        let limits = health.contains { if case .againstLimit = $0.kind.test { true } else { false } }
        guard !strategy.isGradual, strategy.rules.bakeOfRungs == nil, !limits else { return [] }
        return [
            FieldFault(
                at: path, "nothing judges requests once everybody has the candidate",
                remedy: "add an slo, such as - slo: { errors: 1% }")
        ]
    }
}

extension Service {
    fileprivate func faults(at path: FieldPath) -> [FieldFault] {
        let none = start.allSatisfy(\.isWhitespace)
        let limit = 1...64
        return [
            none ? FieldFault(at: path.key("start"), "no command", remedy: "write what starts the service") : nil,
            drainWithin.tooShortFault(at: path.key("drain-within")),
            stopWithin.tooShortFault(at: path.key("stop-within")),
            startWithin.tooShortFault(at: path.key("start-within")),
            limit.contains(instances)
                ? nil
                : FieldFault(
                    at: path.key("instances"), "\(instances) instances on a host can't be run",
                    remedy: "write a number from 1 to 64"
                ),
        ].compactMap { $0 }
    }
}

extension TrafficRoute {
    fileprivate func faults(at path: FieldPath) -> [FieldFault] {
        let address = FieldFault(
            at: path.key("listen"), "the address \("\(listen)".quoted) can't be used",
            remedy: "write ADDRESS:PORT, such as 127.0.0.1:8080")
        let cookie = stickyCookie.flatMap {
            SafeName.isSafe($0, first: SafeName.isCharacter)
                ? nil
                : FieldFault(
                    at: path.key("sticky"), "the cookie \($0.quoted) can't be used",
                    remedy: "write letters, digits, - _ and . (at most 64)")
        }
        return (listen.isPlain ? [] : [address]) + (cookie.map { [$0] } ?? [])
    }
}

extension RollbackPolicy {
    fileprivate func faults(at path: FieldPath) -> [FieldFault] {
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
