/// The 240 fixed colours of a 256-colour terminal: a 6×6×6 cube (16…231) and a ramp of greys (232…255).
/// The first sixteen are the user's own and can be anything.
public enum Palette256 {
    /// The levels of the cube's channels, as xterm has them.
    private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

    /// The sRGB value of a fixed colour; `nil` for the sixteen that have none.
    public static func rgb(of index: UInt8) -> RGB? {
        switch index {
        case ..<16:
            return nil
        case 16..<232:
            let offset = Int(index) - 16
            return RGB(levels[offset / 36], levels[offset / 6 % 6], levels[offset % 6])
        default:
            let level = 8 + 10 * (index - 232)
            return RGB(level, level, level)
        }
    }

    private static let entries: [(index: UInt8, lab: OKLab)] = (UInt8(16)...255).compactMap { index in
        rgb(of: index).map { (index, OKLab($0)) }
    }

    /// The fixed colour that looks most like the given one (nearest in OKLab).
    public static func nearest(to colour: RGB) -> UInt8 {
        nearest(to: colour, among: entries)
    }

    /// The nominal colours of a sixteen-colour terminal, as xterm has them; users change them.
    public static let ansi: [RGB] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ].map(RGB.init(packed:))

    private static let ansiEntries = ansi.enumerated().map { (index: UInt8($0.offset), lab: OKLab($0.element)) }

    /// The nearest of the first `count` (8 or 16) nominal colours.
    public static func nearestANSI(to colour: RGB, count: Int) -> UInt8 {
        nearest(to: colour, among: ansiEntries.prefix(count))
    }

    private static func nearest(to colour: RGB, among entries: some Sequence<(index: UInt8, lab: OKLab)>) -> UInt8 {
        let lab = OKLab(colour)
        return entries.min { $0.lab.distance(to: lab) < $1.lab.distance(to: lab) }?.index ?? 0
    }
}
