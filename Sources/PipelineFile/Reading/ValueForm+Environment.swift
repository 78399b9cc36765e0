import Delivery
import StrictYAML
import Values

extension ValueForm where Value == HostAddress {
    static var host: Self {
        Self("a host", advice: advice, read: { $0.text.flatMap(HostAddress.init) })
    }

    private static func advice(for text: String) -> String {
        if let nearest = text.nearest(among: ["local"]) { return "did you mean \(nearest.quoted)?" }
        return SSHAddress(text) == nil
            ? "write local or ssh://USER@HOST:PORT, where user and port may be missing"
            : "write local or ssh://\(text)"
    }
}

extension ValueForm where Value == NoDataPolicy {
    static var noDataPolicy: Self {
        choice("hold, roll-back or continue", ["hold": .hold, "roll-back": .rollBack, "continue": .continue])
    }
}

extension ValueForm where Value == ListenerPolicy {
    static var listenerPolicy: Self { choice("own or any", ["own": .own, "any": .any]) }
}
