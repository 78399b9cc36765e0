import Foundation
import SlipwayTesting
import Testing
import Values

@testable import Control

@Suite struct LineBufferTests {
    @Test func linesDontDependOnHowTheyArrive() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<200 {
            let lines = (0..<20).map { _ in
                String(repeating: "l", count: Int.random(in: 0...30, using: &random))
            }
            var rest = Array(lines.map { $0 + "\n" }.joined().utf8)[...]
            var buffer = LineBuffer(limit: 30)
            var found: [String] = []
            while !rest.isEmpty {
                let count = Int.random(in: 1...50, using: &random)
                buffer.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
                while let line = try buffer.next() { found.append(String(decoding: line, as: UTF8.self)) }
            }
            #expect(found == lines)
        }
    }

    @Test func longLineIsNoticedWithOrWithoutItsEnd() throws {
        for text in ["123456", "123456\n", "\n1\n123456"] {
            var buffer = LineBuffer(limit: 5)
            buffer.append(Array(text.utf8))
            #expect(throws: LineTooLong.self) { while try buffer.next() != nil {} }
        }
    }
}
