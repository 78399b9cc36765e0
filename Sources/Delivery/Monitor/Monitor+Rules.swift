extension Pipeline {
    var monitorFaults: [PipelineFault] {
        var seen: Set<String> = []
        return monitors.enumerated().flatMap { index, monitor in
            let path = PipelinePath().key("monitors").index(index).key("check")
            let isTaken = !seen.insert(monitor.name).inserted
            let taken = PipelineFault(
                at: path.key("name"), "two monitors are called \(monitor.name.quoted)",
                remedy: "give each monitor a name of its own")
            return (isTaken ? [taken] : []) + monitor.faults(at: path)
        }
    }
}

extension Monitor {
    fileprivate func faults(at path: PipelinePath) -> [PipelineFault] {
        var faults: [PipelineFault] = []
        func add(_ key: String, _ problem: String, _ remedy: String) {
            faults.append(PipelineFault(at: path.key(key), problem, remedy: remedy))
        }
        if !SafeName.isSafe(name) { add("name", "the name \(name.quoted) can't be used", SafeName.rule) }
        if !check.hasHTTPAddress {
            add("http", "\(check.url.quoted) is no address", "write one that begins with http:// or https://")
        }
        if !(100...599).contains(check.status) {
            add("status", "there is no status \(check.status)", "write one from 100 to 599")
        }
        if every < .seconds(1) { add("every", "that is too often", "write 1s or more") }
        if check.within <= .zero || check.within > .seconds(60) {
            add("within", "a check can't take that long", "write a time up to 60s")
        }
        if alertAfter < 1 { add("alert-after", "an alert needs a failure", "write 1 or more") }
        return faults
    }
}

extension HTTPCheck {
    fileprivate var hasHTTPAddress: Bool {
        let host = ["http://", "https://"].first(where: url.hasPrefix).map { url.dropFirst($0.count) }
        guard let first = host?.utf8.first, !url.utf8.contains(where: { $0 <= 32 || $0 == 127 }) else { return false }
        return SafeName.isLetterOrDigit(first) || first == UInt8(ascii: "[")
    }
}
