/// What a colour means. A theme gives each role a colour; views and widgets never name colours.
public enum Role: String, Hashable, Sendable, CaseIterable {
    // Surfaces
    case background
    /// Header and footer lines.
    case bar
    /// The row under the cursor.
    case selection
    /// The empty part of a bar or gauge.
    case track

    // Words and lines
    case text
    /// Titles and what matters most.
    case heading
    /// Hints, times, what matters least.
    case dim
    case border
    /// The border and title of the panel that takes the keys.
    case focus
    /// The key to press.
    case key
    case link

    // Status
    case queued
    case running
    case succeeded
    case failed
    case warning
    case awaitingApproval = "awaiting-approval"

    // Versions
    case stable
    case canary
}
