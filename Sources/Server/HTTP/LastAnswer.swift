import FlyingSocks
import Foundation

/// The body of an answer after which the connection ends: FlyingFox goes on with a connection unless its client asked
/// it not to, or the answer breaks off, which this does once all of it is sent.
///
/// So no rest of one request is ever taken for another: of a body that was refused FlyingFox would read on there.
struct LastAnswer: AsyncBufferedSequence {
    typealias Element = UInt8

    let bytes: Data

    func makeAsyncIterator() -> Iterator { Iterator(rest: bytes) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        fileprivate var rest: Data

        mutating func next() async throws -> UInt8? {
            guard let byte = rest.popFirst() else { throw SocketError.disconnected }
            return byte
        }

        mutating func nextBuffer(suggested count: Int) async throws -> Data? {
            guard !rest.isEmpty else { throw SocketError.disconnected }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
    }
}
