import Values

extension Pipeline {
    var monitorFaults: [FieldFault] {
        var seen: Set<String> = []
        return monitors.enumerated().flatMap { index, monitor in
            let path = FieldPath().key("monitors").index(index).key("check")
            let isTaken = !seen.insert(monitor.name).inserted
            let taken = FieldFault(
                at: path.key("name"), "two monitors are called \(monitor.name.quoted)",
                remedy: "give each monitor a name of its own")
            return (isTaken ? [taken] : []) + monitor.faults(at: path)
        }
    }
}

extension Monitor {
    fileprivate func faults(at path: FieldPath) -> [FieldFault] {
        var faults: [FieldFault] = []
        func add(_ key: String, _ problem: String, _ remedy: String) {
            faults.append(FieldFault(at: path.key(key), problem, remedy: remedy))
        }
        if !SafeName.isSafe(name) { add("name", "the name \(name.quoted) can't be used", SafeName.rule) }
        if every < .seconds(1) { add("every", "that is too often", "write 1s or more") }
        if alertAfter < 1 { add("alert-after", "an alert needs a failure", "write 1 or more") }
        return faults + check.faults(at: path)
    }
}

extension HTTPCheck {
    /// What is wrong with it; `path` is where its keys are.
    func faults(at path: FieldPath) -> [FieldFault] {
        [
            hasHTTPAddress
                ? nil
                : FieldFault(
                    at: path.key("http"), "\(url.quoted) is no address",
                    remedy: "write one that begins with http:// or https://"),
            (100...599).contains(status)
                ? nil
                : FieldFault(
                    at: path.key("status"), "there is no status \(status)", remedy: "write one from 100 to 599"),
            within > .zero && within <= .seconds(60)
                ? nil
                : FieldFault(
                    at: path.key("within"), "a check within \(within.brief)", remedy: "write a time above 0s, up to 60s"
                ),
        ].compactMap { $0 }
    }

    fileprivate var hasHTTPAddress: Bool {
        let host = ["http://", "https://"].first(where: url.hasPrefix).map { url.dropFirst($0.count) }
        guard let first = host?.utf8.first, !url.utf8.contains(where: { $0 <= 32 || $0 == 127 }) else { return false }
        return SafeName.isLetterOrDigit(first) || first == UInt8(ascii: "[")
    }
}
