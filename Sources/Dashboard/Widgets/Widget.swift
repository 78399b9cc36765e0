/// Something that can be drawn into a part of a buffer. Pure: the same value draws the same cells.
public protocol Widget: Sendable {
    /// Draws into `rect`, which may have any size; what is outside the rectangle stays untouched.
    func draw(into buffer: inout CellBuffer, _ rect: Rect)
}
