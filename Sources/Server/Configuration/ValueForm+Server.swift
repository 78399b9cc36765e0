import Delivery
import Foundation
import PipelineFile
import StrictYAML
import Triggers
import Values
import Web

extension ValueForm where Value == Duration? {
    /// A time from a second on, or that it never happens.
    static var pollInterval: Self {
        Self("a time or never", advice: "write a time of at least 1s, such as 30s, or never") { text in
            if ["0", "0s", "never"].contains(text) { return .some(nil) }
            guard let time = Duration(written: text), time >= .seconds(1) else { return nil }
            return time
        }
    }
}

extension ValueForm where Value == Int {
    static var countFromOne: Self { numbers(1...1_000_000) }

    static var keptFiles: Self { numbers(1...1000) }

    private static func numbers(_ range: ClosedRange<Int>) -> Self {
        let advice = "write digits only, from \(range.lowerBound) to \(range.upperBound)"
        return Self("a whole number", advice: { _ in advice }) { field in
            ValueForm<Int>.count.read(field).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ValueForm where Value == ByteCount {
    /// Less would be rotated at every other line.
    static var logSize: Self {
        Self("a size", advice: { _ in "write one of at least 64KiB, such as 10MiB" }) { field in
            ValueForm<ByteCount>.size.read(field).flatMap { $0.bytes >= 64 << 10 ? $0 : nil }
        }
    }
}

extension ValueForm where Value == ListenAddress {
    static var listenAddress: Self {
        Self("an address", advice: "write ADDRESS:PORT, such as 127.0.0.1:8090 or [::1]:8090, or unix:PATH") {
            ListenAddress($0)
        }
    }
}

extension ValueForm where Value == URL {
    static var sinkURL: Self {
        Self(
            "an address that messages can go to",
            advice: "write https://…, or http://… to this machine, without user and password"
        ) { text in
            guard text.utf8.count <= 2048, let url = URL(string: text), let host = url.host(), !host.isEmpty,
                url.user() == nil, url.password() == nil, url.fragment() == nil
            else { return nil }
            let isLocal = ["127.0.0.1", "localhost", "::1"].contains(host)
            return url.scheme == "https" || url.scheme == "http" && isLocal ? url : nil
        }
    }
}

extension ValueForm where Value == String {
    static var path: Self {
        Self("a path", advice: line.advice) { field in line.read(field).flatMap { $0.isEmpty ? nil : $0 } }
    }

    static var account: Self {
        Self("an account's name", advice: AccountName.rule) { AccountName.isPossible($0) ? $0 : nil }
    }

    /// It is the name of the sink's files, too.
    static var sinkName: Self {
        Self("a name", advice: "write letters, digits, - _ and . (at most 64, the first a letter or digit)") { text in
            AccountName.isPossible(text) && !text.hasPrefix("_") && !text.contains("@") ? text : nil
        }
    }

    static var variable: Self {
        Self("the name of an environment variable", advice: "write letters, digits and _, the first no digit") { text in
            let isName = text.utf8.allSatisfy { AccountName.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
            return isName && !text.isEmpty && text.first?.isNumber == false ? text : nil
        }
    }
}
