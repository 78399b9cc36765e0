import Values

/// What a secret has to be like, so that it can be given to a process and masked in what that prints.
enum SecretValue {
    /// In bytes: what is shorter stands in too many other words.
    static let shortest = 4
    /// In bytes.
    static let longest = 16 << 10

    /// - Parameter bytes: an end of line behind it does not belong to it.
    /// - Throws: ``VariableFileError``
    static func read(_ bytes: [UInt8]) throws(VariableFileError) -> String {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        guard bytes.count >= shortest else {
            throw VariableFileError(
                "it has \(bytes.count) bytes, and what is shorter than \(shortest) can't be masked; make a longer one")
        }
        guard bytes.count <= longest else {
            throw VariableFileError("it has more than \(longest) bytes; give the process the path of a file instead")
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw VariableFileError("it is no text in UTF-8; keep it there in base64")
        }
        return text
    }
}
