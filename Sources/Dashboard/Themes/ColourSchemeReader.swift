import Values
import Yams

/// Reads a base16 or base24 file, in the form of today (`palette:`) or the one before (colours at the top).
struct ColourSchemeReader {
    /// No scheme is longer than a few thousand bytes.
    static let largestFile = 16 * 1024
    private static let longestName = 100

    let source: String

    /// Throws `ThemeError` for what is no scheme.
    func scheme(from text: String) throws(ThemeError) -> ColourScheme {
        guard text.utf8.count <= Self.largestFile else {
            throw error("is larger than \(Self.largestFile) bytes, so it is no base16 scheme")
        }
        try refuseAliases(in: text)
        let root = try mapping(of: parse(text), what: "the file")
        let colours =
            try root["palette"].map { node throws(ThemeError) in try mapping(of: node, what: "palette") } ?? root
        let palette = try palette(from: colours, hasOtherKeys: root["palette"] == nil)
        try requireSlots(of: palette, system: root["system"])
        return ColourScheme(
            name: try word(root["name"] ?? root["scheme"], key: "name") ?? source,
            author: try word(root["author"], key: "author") ?? "unknown",
            variant: try variant(root["variant"]),
            palette: palette,
            roles: try roles(root["slipway"], palette: palette))
    }

    // MARK: - YAML

    private func error(_ problem: String, at node: Node? = nil) -> ThemeError {
        ThemeError(source: source, line: node?.mark?.line, problem: problem)
    }

    private func parse(_ text: String) throws(ThemeError) -> Node {
        do {
            guard let node = try compose(yaml: text) else { throw error("is empty; expected a base16 scheme") }
            return node
        } catch let problem as ThemeError {
            throw problem
        } catch {
            throw self.error("is no YAML: \(error)")
        }
    }

    /// Nested aliases grow exponentially ("billion laughs"), and schemes have no use for them.
    private func refuseAliases(in text: String) throws(ThemeError) {
        var line = 1
        var (before, mark) = (Character("\n"), Character("\n"))
        for character in text {
            let startsToken = before.isWhitespace || ":[{,".contains(before)
            if startsToken, mark == "&" || mark == "*",
                character.isLetter || character.isNumber || "_-".contains(character)
            {
                throw ThemeError(source: source, line: line, problem: "anchors and aliases are not used in schemes")
            }
            if character.isNewline { line += 1 }
            (before, mark) = (mark, character)
        }
    }

    private func mapping(of node: Node, what: String) throws(ThemeError) -> [String: Node] {
        guard let mapping = node.mapping else { throw error("\(what) must be a mapping of keys to values", at: node) }
        var result: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { throw error("a key must be a word", at: key) }
            result[name.lowercased()] = value
        }
        return result
    }

    /// The raw text of a scalar: `000000` and `1e1000` are colours here, not numbers.
    private func word(_ node: Node?, key: String) throws(ThemeError) -> String? {
        guard let node else { return nil }
        guard let text = node.scalar?.string else { throw error("\(key) must be one word or text", at: node) }
        return String(text.filter { Glyph($0) != nil && !$0.isNewline }.prefix(Self.longestName))
    }

    // MARK: - Parts

    private func palette(
        from colours: [String: Node], hasOtherKeys: Bool
    ) throws(ThemeError) -> [ColourScheme.Slot: RGB] {
        var palette: [ColourScheme.Slot: RGB] = [:]
        for (key, node) in colours.sorted(by: { $0.key < $1.key }) {
            guard let slot = ColourScheme.Slot(key) else {
                if hasOtherKeys { continue }
                throw error("palette has the unknown key '\(key.prefix(40))'; keys are base00 to base17", at: node)
            }
            palette[slot] = try colour(node, key: slot.description)
        }
        return palette
    }

    private func colour(_ node: Node, key: String) throws(ThemeError) -> RGB {
        let text = try word(node, key: key) ?? ""
        guard let colour = RGB(hex: text) else {
            throw error("\(key) is '\(text.prefix(20))'; expected six hexadecimal digits such as \"1e1e2e\"", at: node)
        }
        return colour
    }

    private func requireSlots(of palette: [ColourScheme.Slot: RGB], system: Node?) throws(ThemeError) {
        let name = try word(system, key: "system")
        guard [nil, "base16", "base24"].contains(name) else {
            throw error("system is '\(name ?? "")'; base16 and base24 can be read", at: system)
        }
        let needed = name == "base24" ? ColourScheme.Slot.base24 : ColourScheme.Slot.base16
        let missing = needed.filter { palette[$0] == nil }
        guard missing.isEmpty else {
            throw error("the palette lacks \(missing.map(\.description).joined(separator: ", "))")
        }
    }

    private func variant(_ node: Node?) throws(ThemeError) -> ColourScheme.Variant? {
        guard let text = try word(node, key: "variant") else { return nil }
        guard let variant = ColourScheme.Variant(rawValue: text.lowercased()) else {
            throw error("variant is '\(text.prefix(20))'; expected dark or light", at: node)
        }
        return variant
    }

    private func roles(_ node: Node?, palette: [ColourScheme.Slot: RGB]) throws(ThemeError) -> [Role: RGB] {
        guard let node else { return [:] }
        guard let roles = try mapping(of: node, what: "slipway")["roles"] else { return [:] }
        var result: [Role: RGB] = [:]
        for (key, value) in try mapping(of: roles, what: "slipway.roles") {
            guard let role = Role(rawValue: key) else {
                let names = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw error("slipway.roles has the unknown role '\(key.prefix(40))'; roles are \(names)", at: value)
            }
            if let slot = ColourScheme.Slot(try word(value, key: key) ?? ""), let colour = palette[slot] {
                result[role] = colour
            } else {
                result[role] = try colour(value, key: key)
            }
        }
        return result
    }
}
