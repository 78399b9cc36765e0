import Dashboard
import Foundation
import Testing

/// Compares a whole screen with `Golden/screens/NAME.txt`. `SLIPWAY_UPDATE_GOLDEN=1` writes the files anew.
func expectScreen(
    _ name: String, _ buffer: CellBuffer, styles: Bool = false, location: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Golden/screens/\(name).txt")
    let actual = buffer.text + "\n" + (styles ? "──── styles\n\(buffer.styles)\n" : "")
    if ProcessInfo.processInfo.environment["SLIPWAY_UPDATE_GOLDEN"] == "1" {
        try Data(actual.utf8).write(to: file)
        return
    }
    let expected = try? String(contentsOf: file, encoding: .utf8)
    #expect(actual == expected, "Golden/screens/\(name).txt differs", sourceLocation: location)
}
