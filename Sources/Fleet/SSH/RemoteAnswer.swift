/// A script's answer: a word on the first line, and whatever follows.
struct RemoteAnswer {
    let word: String
    let rest: ArraySlice<UInt8>

    /// More than any script says on its first line, in bytes, with what a login shell may say before it.
    static let firstLineLimit = 64 << 10

    init(_ bytes: [UInt8]) {
        let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        word = String(decoding: bytes[..<end], as: UTF8.self)
        rest = bytes[end...].dropFirst()
    }
}
