/// Whether two byte strings are the same, in a time that depends on their lengths only: an attacker who measures it
/// cannot find a secret byte by byte.
public func constantTimeEquals(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && systemConstantTimeEquals(one, other)
}
