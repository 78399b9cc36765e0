import Journal
import StateDirectory

extension StateDirectory {
    /// Where the control socket is: in the directory itself, unless its path is too long for that.
    public var controlPlace: SocketPlace { SocketPlace.directory(for: path) }

    /// The path of the control socket, as the system takes it.
    public var controlSocketPath: String { controlPlace.socket(controlSocketName) }

    var controlSocketName: String { String(controlSocket.split(separator: "/").last ?? "control.sock") }
}
