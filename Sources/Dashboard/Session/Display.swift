/// What the session shows frames on and takes keys from: the terminal's `Screen`, or a stand-in.
public protocol Display: Sendable {
    /// What is pressed; ends when the terminal is gone. For one reader.
    var keys: AsyncStream<KeyPress> { get }
    /// The size now.
    var size: Size { get async }
    /// Shows a frame.
    func present(_ buffer: CellBuffer, theme: Theme) async
    /// Requests to end that come from outside.
    func reportTerminations() -> AsyncStream<TerminationSignal>
}

extension Screen: Display {}
