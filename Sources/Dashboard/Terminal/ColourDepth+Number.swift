import Values

extension ColourDepth {
    /// What ncurses calls a colour at this depth; −1 is the terminal's own. Roles must be resolved before.
    func number(of colour: Colour) -> Int32 {
        switch colour {
        case .terminal, .role, .blend: -1
        case .ansi(let index): number(ofANSI: min(index, 15))
        case .rgb(let rgb): number(of: rgb)
        }
    }

    private func number(ofANSI index: UInt8) -> Int32 {
        switch self {
        case .monochrome: -1
        // Bright black would become black, which is invisible on most backgrounds.
        case .ansi8: index == 8 ? -1 : Int32(index & 7)
        case .ansi16, .indexed256: Int32(index)
        // Numbers from 8 are colours there.
        case .direct: index < 8 ? Int32(index) : number(of: Palette256.ansi[Int(index)])
        }
    }

    private func number(of rgb: RGB) -> Int32 {
        switch self {
        case .monochrome: -1
        case .ansi8: Int32(Palette256.nearestANSI(to: rgb, count: 8))
        case .ansi16: Int32(Palette256.nearestANSI(to: rgb, count: 16))
        case .indexed256: Int32(Palette256.nearest(to: rgb))
        // 0…7 are still the terminal's own palette; nearly black is taken instead.
        case .direct: Int32(max(rgb.packed, 8))
        }
    }
}
