/// The room on a disk that output leaves alone: a command that prints without end must not keep the journal from growing.
///
/// On a small disk it is a twentieth; on any other, so much that many commands together don't use it up by what each
/// writes between two looks.
public enum OutputReserve {
    static let most: Int64 = 256 << 20
    static let divisor: Int64 = 20

    /// Below so much free room nothing more is kept of any output there.
    ///
    /// - Parameter size: of the whole disk, in bytes.
    public static func bytes(ofDisk size: Int64) -> Int64 { min(most, size / divisor) }
}
