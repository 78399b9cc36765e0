import Dashboard
import Values

/// One of every widget, for goldens and for every size.
enum Samples {
    static func widgets(_ symbols: Symbols) -> [(name: String, widget: any Widget)] {
        let form: Sparkline.Form = symbols.isASCII ? .ascii : .braille
        return [
            (
                "box",
                Box(StyledText("Pipeline 中", .heading, .bold), trailing: "3 of 9", footer: "Esc back", symbols: symbols)
            ),
            ("bar", Bar(share: 0.427, colour: .stable, end: .canary, symbols: symbols)),
            ("gauge", Gauge(share: 0.8, symbols: symbols)),
            ("sparkline", Sparkline(wave, top: 10, low: .running, high: .failed, form: form)),
            ("spinner", Spinner(now: .milliseconds(250), symbols: symbols)),
            (
                "paragraph",
                Paragraph(["plain", StyledText("red ", .failed) + StyledText("and cut", .dim)], symbols: symbols)
            ),
            ("dialog", dialog(symbols)),
            ("footer", keys.footer(in: false)),
            ("help", keys.help(in: false)),
        ]
    }

    static let wave: [Double?] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, nil, nil, 10, 8, 6, 4, 2, 0, 20, .nan]

    static func dialog(_ symbols: Symbols) -> Dialog {
        Dialog(
            title: "Roll back?", lines: ["traffic 25 % → 0 % now", "stable 8/8 ready"],
            buttons: ["Cancel", "Roll back"], frame: .failed, symbols: symbols)
    }

    /// The context says whether something waits for approval.
    static let keys = KeyTable<Bool, String>([
        KeyBinding(
            "approve", [.character("a")], label: "approve", help: "Approve the gate.", section: "Release",
            action: "approve", disabledReason: { $0 ? nil : "nothing waits" }),
        KeyBinding(
            "halt", [.character("h")], label: "halt", help: "Freeze the split.", section: "Release", action: "halt"),
        KeyBinding(
            "quit", [.character("q"), .control("c")], label: "quit", help: "Leave.", section: "Screen",
            action: "quit"),
        KeyBinding(
            "help", [.character("?")], label: "help", help: "Show the keys.", section: "Screen", action: "help"),
    ])
}
