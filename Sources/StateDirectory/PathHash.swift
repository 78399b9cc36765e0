/// A short name for a path, the same in every process and on every machine: FNV-1a with 64 bits
/// (draft-eastlake-fnv). It is no secret and protects nothing; the directory that it names does.
package enum PathHash {
    package static func hexadecimal(of path: String) -> String {
        let hash = path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
