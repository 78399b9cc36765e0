import Values

/// From a scheme's palette to a legible colour for every role.
struct ThemeBuilder {
    private let scheme: ColourScheme
    private(set) var colours: [Role: RGB]
    private(set) var repairs: [Theme.Repair] = []

    /// A bar or a selected row may differ this much from the background (WCAG contrast), so that text is legible on both.
    private static let largestSurfaceContrast = 1.9
    /// Red and green nearer than this in OKLab look alike to many people.
    private static let smallestStatusDistance = 0.15

    init(scheme: ColourScheme) {
        self.scheme = scheme
        let background = scheme.colour(0x00)
        let text = scheme.colour(0x05)
        let heading = [UInt8(0x05), 0x06, 0x07].map(scheme.colour)
            .max { $0.contrast(with: background) < $1.contrast(with: background) }
        colours = [
            .background: background, .bar: scheme.colour(0x01), .selection: scheme.colour(0x02),
            .track: OKLab(background).mixed(with: OKLab(text), share: 0.16).rgb,
            .text: text, .heading: heading ?? text, .dim: scheme.colour(0x03), .border: scheme.colour(0x03),
            .focus: scheme.colour(0x0D), .key: scheme.colour(0x0C), .link: scheme.colour(0x0C),
            .queued: scheme.colour(0x04), .running: scheme.colour(0x0D), .succeeded: scheme.colour(0x0B),
            .failed: scheme.colour(0x08), .warning: scheme.colour(0x0A), .awaitingApproval: scheme.colour(0x0E),
            .stable: scheme.colour(0x0D), .canary: scheme.colour(0x09),
        ].merging(scheme.roles) { $1 }
    }

    private func colour(_ role: Role) -> RGB { colours[role] ?? RGB(0x80, 0x80, 0x80) }

    private mutating func replace(_ role: Role, with new: RGB, because reason: String) {
        let old = colour(role)
        guard old != new else { return }
        colours[role] = new
        repairs.append(Theme.Repair(role: role, from: old, to: new, reason: reason))
    }

    // MARK: - Surfaces

    /// On a middling grey no coloured word is legible; black or white must have this contrast.
    private static let smallestRange = 11.0

    /// Moves a background that is neither dark nor light to the nearer end.
    mutating func settleBackground() {
        let original = colour(.background)
        let (black, white) = (RGB(0, 0, 0), RGB(0xFF, 0xFF, 0xFF))
        let isDark = original.contrast(with: white) > original.contrast(with: black)
        let (text, end) = isDark ? (white, black) : (black, white)
        let settled = stride(from: 0.0, to: 1, by: 0.05).lazy
            .map { $0 == 0 ? original : OKLab(original).mixed(with: OKLab(end), share: $0).rgb }
            .first { $0.contrast(with: text) >= Self.smallestRange }
        replace(.background, with: settled ?? end, because: "neither dark nor light")
    }

    /// Moves bars and selections towards the background until text that is legible on it is legible on them.
    mutating func calmSurfaces() {
        let background = colour(.background)
        for role in [Role.bar, .selection, .track] {
            let original = colour(role)
            let calm = stride(from: 0.0, through: 1, by: 0.05).lazy
                .map { $0 == 0 ? original : OKLab(original).mixed(with: OKLab(background), share: $0).rgb }
                .first { $0.contrast(with: background) <= Self.largestSurfaceContrast }
            replace(role, with: calm ?? background, because: "too far from the background")
        }
    }

    // MARK: - Red and green

    /// `base08` is red and `base0B` is green in two schemes of three; elsewhere the palette's red and green are found.
    mutating func chooseFailedAndSucceeded() {
        choose(.failed, among: [0x08, 0x12, 0x0F, 0x09], isRight: Self.isRed, else: RGB(0xE0, 0x50, 0x50))
        choose(.succeeded, among: [0x0B, 0x14, 0x0C, 0x0D], isRight: Self.isGreen, else: RGB(0x50, 0xB0, 0x60))
    }

    private mutating func choose(
        _ role: Role, among slots: [UInt8], isRight: (OKLab) -> Bool, else fallback: RGB
    ) {
        guard scheme.roles[role] == nil, !isRight(OKLab(colour(role))) else { return }
        let candidates = slots.compactMap { scheme.palette[ColourScheme.Slot($0)] }
        let chosen = candidates.first { isRight(OKLab($0)) } ?? fallback
        replace(role, with: chosen, because: role == .failed ? "it is not red" : "it is not green")
    }

    private static func isRed(_ colour: OKLab) -> Bool {
        colour.chroma >= 0.07 && (colour.hue <= 50 || colour.hue >= 345)
    }

    private static func isGreen(_ colour: OKLab) -> Bool {
        colour.chroma >= 0.05 && colour.hue >= 105 && colour.hue <= 185
    }

    /// After repair both can be nearly white or black; then standard colours are taken.
    mutating func separateFailedFromSucceeded() {
        let distance = OKLab(colour(.failed)).distance(to: OKLab(colour(.succeeded)))
        guard distance < Self.smallestStatusDistance else { return }
        let isDark = colour(.background).luminance < 0.18
        let reason = "failed and succeeded looked alike"
        replace(.failed, with: isDark ? RGB(0xFF, 0x6B, 0x6B) : RGB(0xB3, 0x26, 0x1E), because: reason)
        replace(.succeeded, with: isDark ? RGB(0x5F, 0xD3, 0x8D) : RGB(0x1B, 0x6E, 0x3C), because: reason)
        repairContrast()
    }

    // MARK: - Contrast

    /// Words need a contrast of 4.5, hints and borders 3 (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
    mutating func repairContrast() {
        let plain = [colour(.background), colour(.bar)]
        let selection = colour(.selection)
        for role in [Role.text, .heading] {
            repair(role, on: (plain + [selection]).map { ($0, 4.5) })
        }
        let status: [Role] = [.running, .succeeded, .failed, .warning, .awaitingApproval, .stable, .canary]
        for role in status + [.focus, .key, .link] {
            repair(role, on: plain.map { ($0, 4.5) } + [(selection, 3)])
        }
        for role in [Role.dim, .border, .queued] {
            repair(role, on: plain.map { ($0, 3) })
        }
    }

    private mutating func repair(_ role: Role, on surfaces: [(surface: RGB, ratio: Double)]) {
        let isLegible = { (colour: RGB) in surfaces.allSatisfy { colour.contrast(with: $0.surface) >= $0.ratio } }
        let original = colour(role)
        guard !isLegible(original) else { return }
        let isDark = colour(.background).luminance < 0.18
        let lab = OKLab(original)
        // Only the lightness moves, so that the colour stays as vivid as it can be.
        let legible = stride(from: 0.02, through: 1, by: 0.02).lazy
            .map { OKLab(lightness: lab.lightness + ((isDark ? 1 : 0) - lab.lightness) * $0, a: lab.a, b: lab.b).rgb }
            .first(where: isLegible)
        let extreme = isDark ? RGB(0xFF, 0xFF, 0xFF) : RGB(0, 0, 0)
        replace(role, with: legible ?? extreme, because: "too faint on its background")
    }
}
