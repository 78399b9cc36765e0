import Foundation
import Testing
import Values

@testable import Dashboard

@Suite struct ThemeTests {
    /// Kanagawa's numbers, in the form of today.
    private static let colours = [
        "1f1f28", "16161d", "223249", "54546d", "727169", "dcd7ba", "c8c093", "717c7c", "c34043", "ffa066", "c0a36e",
        "76946a", "6a9589", "7e9cd8", "957fb8", "d27e99",
    ]

    private static func palette(
        _ colours: [String] = colours, indent: String = "  ", replacing: [Int: String] = [:]
    ) -> String {
        colours.enumerated().map { index, colour in
            let slot = ColourScheme.Slot(UInt8(index)).description
            return "\(indent)\(slot): \(replacing[index] ?? "\"#\(colour)\"")"
        }.joined(separator: "\n")
    }

    private static func file(_ palette: String = palette(), head: String = "system: base16\nname: \"A\"") -> String {
        "\(head)\nauthor: Ana\nvariant: dark\npalette:\n\(palette)\n"
    }

    private func problem(_ text: String) -> String {
        do {
            _ = try Theme(yaml: text, source: "x.yaml")
            return "none"
        } catch {
            return "\(error)"
        }
    }

    // MARK: - Reading

    @Test func todayAndLegacyFormsAreTheSame() throws {
        let today = try ColourSchemeReader(source: "x").scheme(from: Self.file())
        let legacy = try ColourSchemeReader(source: "x").scheme(
            from: "# comment\nscheme: 'A'\nauthor: Ana # note\n" + Self.palette(indent: "").lowercased() + "\n")
        #expect(today == legacy)
        #expect(today.palette.count == 16 && today.variant == .dark && today.name == "A")
    }

    @Test func coloursAreWordsEvenWhereTheyLookLikeNumbers() throws {
        let text = Self.file(
            Self.palette(replacing: [0: "000000", 1: "1e1000", 2: "'#ABCDEF'", 3: "0x1234".replacing("0x", with: "77")])
        )
        let scheme = try ColourSchemeReader(source: "x").scheme(from: text)
        #expect(scheme.palette[.base16[0]] == RGB(0, 0, 0))
        #expect(scheme.palette[.base16[1]] == RGB(0x1E, 0x10, 0x00))
        #expect(scheme.palette[.base16[2]] == RGB(0xAB, 0xCD, 0xEF))
    }

    @Test func base24HasEightMore() throws {
        let all = Self.colours + Self.colours.prefix(8)
        let scheme = try ColourSchemeReader(source: "x").scheme(
            from: Self.file(Self.palette(all), head: "system: base24"))
        #expect(scheme.palette.count == 24)
        #expect(problem(Self.file(head: "system: base24")).contains("lacks base10, base11"))
    }

    @Test func variantFollowsFromThePalette() throws {
        let light = Self.palette(replacing: [0: "ffffff", 5: "000000"])
        let scheme = try ColourSchemeReader(source: "x").scheme(from: "palette:\n\(light)")
        #expect(scheme.variant == .light && scheme.name == "x" && scheme.author == "unknown")
    }

    @Test func rolesCanBeSet() throws {
        let text = Self.file() + "slipway:\n  roles:\n    failed: base09\n    awaiting-approval: \"#aabbcc\"\n"
        let theme = try Theme(yaml: text, source: "x")
        #expect(theme.colour(of: .failed) == .rgb(RGB(0xFF, 0xA0, 0x66)))
        #expect(theme.colour(of: .awaitingApproval) == .rgb(RGB(0xAA, 0xBB, 0xCC)))
    }

    private static let wrongFiles: [(String, String)] = [
        ("", "is empty"),
        ("[1, 2]", "must be a mapping"),
        ("a: [", "is no YAML"),
        (file(palette(replacing: [3: "red"])), "x.yaml:9: base03 is 'red'; expected six hexadecimal digits"),
        (file(palette(replacing: [3: "[1]"])), "base03 must be one word"),
        (file(palette(Array(colours.prefix(14)))), "lacks base0E, base0F"),
        (file(palette() + "\n  base99: ffffff"), "unknown key 'base99'"),
        (file(head: "system: tinted8"), "system is 'tinted8'"),
        (file().replacing("variant: dark", with: "variant: dusk"), "variant is 'dusk'; expected dark or light"),
        (file() + "slipway: { roles: { angry: base08 } }", "unknown role 'angry'; roles are background, bar"),
        (file() + "slipway: 3", "slipway must be a mapping"),
        (String(repeating: " ", count: 20_000), "is larger than 16384 bytes"),
        (file() + "x: &a [1]\ny: [*a, *a]", "x.yaml:22: anchors and aliases are not used"),
        (file() + "? [a]\n: b", "a key must be a word"),
        (String(repeating: "[", count: 16_000), "is no YAML"),
        (String(repeating: "- ", count: 8_000), "is no YAML"),
        (String(repeating: "{a: ", count: 4_000), "is no YAML"),
    ]

    @Test(arguments: wrongFiles)
    func wrongFilesAreExplained(text: String, expected: String) {
        #expect(problem(text).contains(expected), "\(problem(text))")
    }

    @Test func mutatedFilesNeverCrash() {
        var random = SystemRandomNumberGenerator()
        let original = Array((Self.file() + "slipway: { roles: { failed: base0F } }").utf8)
        for _ in 0..<500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = problem(String(decoding: bytes.prefix(Int.random(in: 0...bytes.count, using: &random)), as: UTF8.self))
        }
    }

    // MARK: - Legibility

    /// Schemes that need repair: no red (tokyo-night), faint text (solarized), all the same, and light ones.
    private static let schemes = [
        colours.joined(separator: " "),
        "002b36 073642 586e75 657b83 839496 93a1a1 eee8d5 fdf6e3 dc322f cb4b16 b58900 859900 2aa198 268bd2 6c71c4 d33682",
        "fdf6e3 eee8d5 93a1a1 839496 657b83 586e75 073642 002b36 dc322f cb4b16 b58900 859900 2aa198 268bd2 6c71c4 d33682",
        "1a1b26 16161e 2f3549 444b6a 787c99 a9b1d6 cbccd1 d5d6db c0caf5 a9b1d6 0db9d7 9ece6a b4f9f8 2ac3de bb9af7 f7768e",
        Array(repeating: "808080", count: 16).joined(separator: " "),
        Array(repeating: "ffffff", count: 16).joined(separator: " "),
        Array(repeating: "000000", count: 16).joined(separator: " "),
    ]

    @Test(arguments: schemes)
    func everyThemeIsLegible(colours: String) throws {
        let words = colours.split(separator: " ").map(String.init)
        let theme = try Theme(yaml: Self.file(Self.palette(words)), source: "x")
        expectLegible(theme)
    }

    private func expectLegible(_ theme: Theme) {
        let colour = { (role: Role) -> RGB in
            guard case .rgb(let colour) = theme.colour(of: role) else { return RGB(0, 0, 0) }
            return colour
        }
        for surface in [Role.background, .bar] {
            for role in [Role.text, .heading, .running, .succeeded, .failed, .warning, .canary, .stable, .key] {
                let contrast = colour(role).contrast(with: colour(surface))
                #expect(contrast >= 4.5, "\(theme.name): \(role) on \(surface) is \(contrast)")
            }
            for role in [Role.dim, .border, .queued] {
                let contrast = colour(role).contrast(with: colour(surface))
                #expect(contrast >= 3, "\(theme.name): \(role) on \(surface) is \(contrast)")
            }
        }
        #expect(colour(.text).contrast(with: colour(.selection)) >= 4.5)
        let distance = OKLab(colour(.failed)).distance(to: OKLab(colour(.succeeded)))
        #expect(distance >= 0.15, "\(theme.name): failed and succeeded are \(distance) apart")
    }

    @Test func redAndGreenAreFoundWhereTheyAre() throws {
        let tokyo = Self.schemes[3].split(separator: " ").map(String.init)
        let theme = try Theme(yaml: Self.file(Self.palette(tokyo)), source: "x")
        #expect(theme.colour(of: .failed) == .rgb(RGB(0xF7, 0x76, 0x8E)))
        #expect(theme.colour(of: .succeeded) == .rgb(RGB(0x9E, 0xCE, 0x6A)))
        #expect(theme.repairs.contains { $0.role == .failed && $0.reason == "it is not red" })
    }

    @Test(arguments: ["slipway-dark", "slipway-light"])
    func ownThemesNeedNoRepair(name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../themes").standardized
        let theme = try ThemeLibrary(folders: [folder.path()]).theme(named: name)
        #expect(theme.repairs.isEmpty, "\(theme.repairs)")
        expectLegible(theme)
    }

    // MARK: - Painting

    @Test func blendsAreResolved() throws {
        let theme = try Theme(yaml: Self.file(), source: "x")
        #expect(theme.resolve(.blend(.text, .failed, share: 0)) == theme.colour(of: .text))
        #expect(theme.resolve(.blend(.text, .failed, share: .infinity)) == theme.colour(of: .text))
        let middle = theme.resolve(.blend(.text, .failed, share: 0.5))
        #expect(middle != theme.colour(of: .text) && middle != theme.colour(of: .failed))
        #expect(Theme.plain.resolve(.blend(.succeeded, .failed, share: 0.6)) == .ansi(1))
    }

    @Test func plainThemeHasEveryRole() {
        for role in Role.allCases {
            if case .role = Theme.plain.colour(of: role) { Issue.record("\(role)") }
        }
    }
}
