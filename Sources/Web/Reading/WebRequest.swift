/// A request that has arrived whole.
package struct WebRequest: Equatable, Sendable {
    package var head: RequestHead
    package var body: [UInt8] = []
}
