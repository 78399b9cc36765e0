import Dashboard
import Foundation

/// A program for tests in a real terminal: shows what it is told, so that a test can read it from the screen.
///
/// `TerminalProbe keys` shows the last keys, `orderly` ends in good order when asked to, `gallery THEME` shows widgets.
@main
struct TerminalProbe {
    static func main() async {
        do {
            switch CommandLine.arguments.dropFirst().first {
            case "gallery": try await showGallery(themePath: CommandLine.arguments.dropFirst(2).first)
            case "orderly": try await echoKeys(isOrderly: true)
            default: try await echoKeys(isOrderly: false)
            }
        } catch {
            print("error: \(error)")
            exit(2)
        }
    }

    /// Keys: `q` ends, `!` crashes, `e` writes to standard error, `r` closes and opens again.
    private static func echoKeys(isOrderly: Bool) async throws {
        var screen = try await Screen.open()
        var orderlyEnd: Task<Void, Never>?
        if isOrderly {
            let requests = screen.reportTerminations()
            orderlyEnd = Task { [screen] in
                for await request in requests {
                    let kept = await screen.close()
                    print("orderly end after \(request); kept: \(kept)")
                    exit(0)
                }
            }
        }
        var history: [String] = []
        var keys = screen.keys.makeAsyncIterator()
        await show(history, on: screen)
        while let key = await keys.next(), key != .character("q") {
            history.append(key == .character("r") ? "reopened" : "\(key)=\(describe(key))")
            if key == .character("!") { crash() }
            if key == .character("e") { FileHandle.standardError.write(Data("note on standard error\n".utf8)) }
            if key == .character("r") {
                await screen.close()
                screen = try await Screen.open()
                keys = screen.keys.makeAsyncIterator()
            }
            await show(history, on: screen)
        }
        // Whoever closes the screen ends the keys as well, and is to have the last word.
        await orderlyEnd?.value
        print("kept: \(await screen.close())")
    }

    private static func describe(_ key: KeyPress) -> String {
        switch key {
        case .paste(let text): "<\(text)>"
        case .resize(let size): "\(size)"
        default: ""
        }
    }

    /// An index that the compiler cannot foresee to be wrong.
    private static func crash() {
        let empty: [Int] = []
        print(empty[CommandLine.arguments.count])
    }

    private static func show(_ history: [String], on screen: Screen) async {
        let size = await screen.size
        var buffer = CellBuffer(size: size)
        buffer.write("ready \(size) 中é", column: 0, row: 0)
        buffer.write("keys: \(history.suffix(8).joined(separator: " "))", column: 0, row: 1, style: Style(.key))
        await screen.present(buffer, theme: .plain)
    }

    private static func showGallery(themePath: String?) async throws {
        let theme = try themePath.map { path throws(ThemeError) in try ThemeLibrary.theme(atPath: path) } ?? .plain
        let screen = try await Screen.open()
        var isASCII = false
        var page = Gallery.Page.dashboard
        await screen.present(Gallery.render(page, isASCII: isASCII, size: screen.size), theme: theme)
        for await key in screen.keys {
            switch key {
            case .character("q"):
                await screen.close()
                return
            case .character("a"): isASCII.toggle()
            case .character("r"): page = .dialog
            case .character("?"): page = .help
            case .escape: page = .dashboard
            default: break
            }
            await screen.present(Gallery.render(page, isASCII: isASCII, size: screen.size), theme: theme)
        }
    }
}
