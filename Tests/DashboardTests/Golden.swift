import Dashboard
import Foundation
import Testing

/// Compares a frame with `Golden/NAME.txt`: its text, then its styles. `SLIPWAY_UPDATE_GOLDEN=1` writes the files anew.
func expectGolden(_ name: String, _ buffer: CellBuffer, location: SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let file = folder.appending(path: "\(name).txt")
    let actual = "\(buffer.text)\n──── styles\n\(buffer.styles)\n"
    if ProcessInfo.processInfo.environment["SLIPWAY_UPDATE_GOLDEN"] == "1" {
        try Data(actual.utf8).write(to: file)
        return
    }
    let expected = try? String(contentsOf: file, encoding: .utf8)
    #expect(actual == expected, "Golden/\(name).txt differs", sourceLocation: location)
}

/// Draws a widget alone into a buffer of its size.
func drawn(_ widget: some Widget, columns: Int, rows: Int) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
    buffer.draw(widget, in: buffer.bounds)
    return buffer
}
