import Cryptography
import Foundation
import SlipwayTesting
import Testing

@Suite("Secrets")
struct SecretTests {
    private static let key = "it's a secret of ours"

    @Test(arguments: ["", "\n", "\r\n"])
    func anEndOfLineIsNoPartOfIt(_ end: String) throws {
        #expect(try Secret(Array((Self.key + end).utf8)).bytes == Array(Self.key.utf8))
        try withFile(Self.key + end) { (path: String) throws in
            #expect(try Secret.read(from: path) == Secret(Array(Self.key.utf8)))
        }
    }

    @Test func onlyOneEndOfLineIsNoPartOfIt() throws {
        #expect(try Secret(Array((Self.key + "\n\n").utf8)).bytes == Array((Self.key + "\n").utf8))
    }

    @Test func itIsLongEnoughAndNotTooLong() throws {
        func secret(_ count: Int) throws -> Secret { try Secret([UInt8](repeating: 107, count: count)) }
        #expect(try secret(Secret.shortest).bytes.count == Secret.shortest)
        #expect(try secret(Secret.longest).bytes.count == Secret.longest)
        #expect(throws: SecretError.tooShort(bytes: 15)) { try secret(Secret.shortest - 1) }
        #expect(throws: SecretError.tooShort(bytes: 0)) { try secret(0) }
        #expect(throws: SecretError.tooLong) { try secret(Secret.longest + 1) }
    }

    @Test func aFileOfTheRightLengthIsReadWhole() throws {
        let longest = String(repeating: "k", count: Secret.longest)
        try withFile(longest + "\r\n") { (path: String) throws in
            #expect(try Secret.read(from: path).bytes.count == Secret.longest)
        }
        try withFile(longest + "k") { (path: String) throws in
            #expect(throws: SecretError.tooLong) { try Secret.read(from: path) }
        }
        try withFile("") { (path: String) throws in
            #expect(throws: SecretError.tooShort(bytes: 0)) { try Secret.read(from: path) }
        }
    }

    @Test(arguments: [0o644, 0o640, 0o620, 0o604, 0o610])
    func aFileIsItsOwnersOnly(_ permissions: Int) throws {
        try withFile(Self.key, permissions: permissions) { (path: String) throws in
            #expect(throws: SecretError.openToOthers(path: path, permissions: permissions)) {
                try Secret.read(from: path)
            }
        }
    }

    @Test func onlyAFileIsAFile() throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let (none, pipe) = ("\(folder.path)/none", "\(folder.path)/pipe")
        #expect(throws: SecretError.noSuchFile(path: none)) { try Secret.read(from: none) }
        #expect(throws: SecretError.notAFile(path: folder.path)) { try Secret.read(from: folder.path) }
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: SecretError.notAFile(path: pipe)) { try Secret.read(from: pipe) }
    }

    @Test func itShowsItselfNowhere() throws {
        let secret = try Secret(Array(Self.key.utf8))
        var shown = "\(secret) \(String(reflecting: secret)) \([secret]) \(Optional(secret) as Any)"
        dump(secret, to: &shown)
        #expect(!shown.contains("it's") && !shown.contains("105"))
    }

    @Test(arguments: [("abc-._~+/=ABC012345", true), ("it's a secret of ours", false), ("ümlaut-ümlaut-12", false)])
    func aTokenHasFewCharacters(_ text: String, _ isToken: Bool) throws {
        #expect(try Secret(Array(text.utf8)).isToken == isToken)
    }

    private func withFile(_ text: String, permissions: Int = 0o600, _ body: (String) throws -> Void) throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let path = "\(folder.path)/secret"
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: permissions]
        #expect(
            FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: attributes))
        try body(path)
    }
}
