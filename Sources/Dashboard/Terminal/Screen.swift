import CTerminal
import Foundation

/// The terminal as a screen: shows frames, and tells what is pressed. ncurses only copies cells.
///
/// Whatever happens, the terminal is given back: on `close`, on `exit`, on a crash and on a termination signal.
public actor Screen {
    private let thread: TerminalThread
    /// What is pressed, and new sizes. Ends when the screen is closed or the terminal is gone. For one reader.
    public nonisolated let keys: AsyncStream<KeyPress>
    private let keySink: AsyncStream<KeyPress>.Continuation
    private nonisolated let terminations: AsyncStream<TerminationSignal>
    private let terminationSink: AsyncStream<TerminationSignal>.Continuation

    private var isOpen = false
    private var decoder = KeyDecoder()
    private var painter: Painter?
    /// The size now; 0×0 when closed.
    public private(set) var size = Size(columns: 0, rows: 0)

    /// Keys that nobody has taken yet; a program that does not keep up loses later ones.
    private static let keyLimit = 1024
    private static let pasteTimeout: Int32 = 500
    private static let largestStandardError = 64 * 1024

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private init(thread: TerminalThread) {
        self.thread = thread
        (keys, keySink) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.keyLimit))
        (terminations, terminationSink) = AsyncStream.makeStream()
    }

    deinit {
        guard isOpen else { return }
        let thread = thread
        thread.perform {
            cterm_close()
            thread.release()
        }
    }

    // MARK: - Opening and closing

    /// Takes over the terminal on standard input and output. What is written to standard error from now on is kept for
    /// `close`. Throws `ScreenError` when there is no terminal, or one that is no screen. No size is too small.
    public static func open(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(ScreenError) -> Screen {
        let thread = TerminalThread.shared
        guard cterm_is_terminal(STDIN_FILENO) else { throw .notATerminal(stream: "input") }
        guard cterm_is_terminal(STDOUT_FILENO) else { throw .notATerminal(stream: "output") }
        guard thread.claim() else { throw .alreadyOpen }
        do throws(ScreenError) {
            let code = thread.start()
            guard code == 0 else { throw .systemError(type: environment["TERM"] ?? "", code: code) }
            let screen = Screen(thread: thread)
            try await screen.takeOver(environment: environment)
            return screen
        } catch {
            thread.release()
            throw error
        }
    }

    private func takeOver(environment: [String: String]) throws(ScreenError) {
        let type = try TerminalType.choose(environment: environment)
        let code = cterm_open(type.name)
        guard code == 0 else { throw .systemError(type: type.name, code: code) }
        isOpen = true
        let depth = ColourDepth.ofScreen(environment: environment, colourCount: Int(cterm_colours()))
        painter = Painter(depth: depth, isUTF8: cterm_is_utf8())
        adoptSize()
        thread.setHandler { [weak self] events in
            self?.assumeIsolated { $0.handle(events) } ?? -1
        }
    }

    /// Gives the terminal back and returns what was written to standard error in the meantime (the last 64 KiB). Once
    /// closed, it does nothing and returns nothing.
    @discardableResult
    public func close() -> String {
        guard isOpen else { return "" }
        isOpen = false
        cterm_close()
        thread.release()
        painter = nil
        size = Size(columns: 0, rows: 0)
        keySink.finish()
        terminationSink.finish()
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.largestStandardError) { buffer, count in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                count = cterm_take_standard_error(characters.baseAddress, characters.count)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: - Showing

    /// How many colours the terminal shows; monochrome when closed.
    public var depth: ColourDepth { painter?.depth ?? .monochrome }

    /// Shows a frame. What does not fit is cut; nothing is sent when nothing has changed.
    public func present(_ buffer: CellBuffer, theme: Theme) {
        painter?.paint(buffer, theme: theme)
    }

    // MARK: - Ending

    /// Requests to end, so that the program can end in good order: it must call `close`. A second request ends the
    /// process at once, as does the first one when this was never called; the terminal is given back in both cases.
    public nonisolated func reportTerminations() -> AsyncStream<TerminationSignal> {
        cterm_report_termination()
        return terminations
    }

    // MARK: - Events

    /// Returns the longest time to the next call in milliseconds; −1: no limit.
    private func handle(_ events: Int32) -> Int32 {
        guard isOpen else { return -1 }
        let has = { (flag: Int) in Int(events) & flag != 0 }
        if has(CTERM_TERMINATION), let signal = TerminationSignal(number: cterm_termination_signal()) {
            terminationSink.yield(signal)
        }
        if has(CTERM_CONTINUED) {
            cterm_forget_contents()
            cterm_present()
        }
        if has(CTERM_RESIZED) { adoptSize() }
        if has(CTERM_INPUT) { readKeys() }
        if has(CTERM_HUNG_UP) { keySink.finish() }
        if events == 0, let paste = decoder.endPaste() { keySink.yield(paste) }
        return decoder.isPasting ? Self.pasteTimeout : -1
    }

    private func adoptSize() {
        cterm_adopt_size()
        let new = Size(columns: Int(cterm_columns()), rows: Int(cterm_rows()))
        guard new != size else { return }
        if !size.isEmpty { keySink.yield(.resize(new)) }
        size = new
        painter?.forgetContents()
    }

    private func readKeys() {
        var value: UInt32 = 0
        while true {
            let kind = Int(cterm_next_key(&value))
            guard kind != CTERM_NO_KEY else { break }
            if let input = KeyDecoder.Input(kind: kind, value: value), let key = decoder.decode(input) {
                keySink.yield(key)
            }
        }
        if let key = decoder.endBurst() { keySink.yield(key) }
    }
}
