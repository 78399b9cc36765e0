/// A request that has arrived whole.
struct WebRequest: Equatable, Sendable {
    var head: RequestHead
    var body: [UInt8] = []
}
