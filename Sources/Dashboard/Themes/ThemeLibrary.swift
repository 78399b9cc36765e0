import Foundation
import Posix

/// The themes that are installed, by the names of their files.
public struct ThemeLibrary: Sendable {
    /// The theme when nobody chose one.
    public static let standardDark = "slipway-dark"
    public static let standardLight = "slipway-light"

    /// Where themes are looked for; the first folder that has a name wins.
    public let folders: [String]

    public init(folders: [String]) {
        self.folders = folders
    }

    /// The folders for an environment and the path of the running program: the user's own
    /// (`$XDG_CONFIG_HOME/slipway/themes`), the installation's (`PREFIX/share/slipway/themes` for `PREFIX/bin/slipway`),
    /// and `themes` beside or above the program for a checkout (`.build/debug/slipway`).
    public static func searchPath(environment: [String: String], executable: String) -> [String] {
        var folders: [String] = []
        // The XDG specification says that a relative path must be ignored.
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.config" : nil }
        let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
        if let configuration { folders.append("\(configuration)/slipway/themes") }
        var folder = (executable as NSString).deletingLastPathComponent
        guard folder.hasPrefix("/") else { return folders }
        folders.append("\((folder as NSString).deletingLastPathComponent)/share/slipway/themes")
        for _ in 0..<4 where folder != "/" {
            folders.append("\(folder)/themes")
            folder = (folder as NSString).deletingLastPathComponent
        }
        return folders
    }

    /// Whether the terminal says that its background is light (`COLORFGBG`, as rxvt and Konsole set it).
    public static func standardName(environment: [String: String]) -> String {
        let background = environment["COLORFGBG"]?.split(separator: ";").last
        return background == "7" || background == "15" ? standardLight : standardDark
    }

    /// The names that can be asked for, sorted; a file that cannot be read is listed too.
    public func names() -> [String] {
        let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        let names = files.compactMap { file -> String? in
            let name = (file as NSString).deletingPathExtension
            return Self.extensions.contains((file as NSString).pathExtension) && Self.isName(name) ? name : nil
        }
        return Set(names).sorted()
    }

    /// The theme of a name. Throws `ThemeError` when there is none or its file is wrong.
    public func theme(named name: String) throws(ThemeError) -> Theme {
        guard Self.isName(name) else {
            throw ThemeError(source: String(name.prefix(80)), problem: "a theme's name has letters, digits, - _ . only")
        }
        for folder in folders {
            for suffix in Self.extensions where FileManager.default.fileExists(atPath: "\(folder)/\(name).\(suffix)") {
                return try Self.theme(atPath: "\(folder)/\(name).\(suffix)")
            }
        }
        let known = names().prefix(40).joined(separator: ", ")
        throw ThemeError(source: name, problem: "no such theme; there is \(known.isEmpty ? "none" : known)")
    }

    /// The theme of a name, or of the environment without one; `Theme.plain` when no theme is installed at all.
    /// Throws `ThemeError` when a name was asked for and there is none, or the file is wrong.
    public func theme(named name: String?, environment: [String: String]) throws(ThemeError) -> Theme {
        if let name { return name == Theme.plain.name ? .plain : try theme(named: name) }
        let standard = Self.standardName(environment: environment)
        return names().contains(standard) ? try theme(named: standard) : .plain
    }

    /// The theme of a file. Throws `ThemeError`.
    public static func theme(atPath path: String) throws(ThemeError) -> Theme {
        try Theme(yaml: try text(of: path), source: path)
    }

    private static func text(of path: String) throws(ThemeError) -> String {
        let limit = ColourSchemeReader.largestFile
        do {
            let bytes = try BoundedFile.contents(of: path, limit: limit).bytes
            if let text = String(validating: bytes, as: UTF8.self) { return text }
        } catch BoundedFile.Problem.tooLarge {
            throw ThemeError(source: path, problem: "it is larger than \(limit) bytes, so it is no base16 scheme")
        } catch {
            throw ThemeError(source: path, problem: "\(error)")
        }
        throw ThemeError(source: path, problem: "it is not UTF-8 text")
    }

    private static let extensions = ["yaml", "yml"]

    /// A name cannot leave its folder.
    private static func isName(_ text: String) -> Bool {
        let allowed = { (byte: UInt8) in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
        }
        return !text.isEmpty && text.utf8.count <= 80 && !text.hasPrefix(".") && text.utf8.allSatisfy(allowed)
    }
}
