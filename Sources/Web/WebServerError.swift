/// Why HTTP can't be answered.
public enum WebServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The system, or whoever has the address, does not allow it.
    case cannotListen(ListenAddress, reason: String)

    public var description: String {
        switch self {
        case .cannotListen(let address, let reason):
            "can't listen at \(address): \(reason); check http.listen, and whether another server runs"
        }
    }
}
