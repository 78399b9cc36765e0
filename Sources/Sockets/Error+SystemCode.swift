import FlyingSocks
import Foundation

extension Error {
    /// The system's code in an error of FlyingSocks.
    package var systemCode: Int32? {
        switch self as? SocketError {
        case .failed(_, let code, _): code
        case .blocked: EAGAIN
        case .disconnected: ECONNRESET
        default: nil
        }
    }
}
