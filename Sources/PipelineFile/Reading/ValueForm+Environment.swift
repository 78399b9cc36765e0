import Delivery

extension ValueForm where Value == HostAddress {
    static var host: Self {
        var form = Self("a host", advice: "write local", read: HostAddress.init(rawValue:))
        form.section = .host
        return form
    }
}

extension ValueForm where Value == NoDataPolicy {
    static var noDataPolicy: Self {
        choice("hold, roll-back or continue", ["hold": .hold, "roll-back": .rollBack, "continue": .continue])
    }
}
